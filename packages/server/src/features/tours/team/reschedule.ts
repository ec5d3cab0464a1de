import type { TeamReschedule } from '@luma-leasing/types/dashboard';
import { AppError } from '../../../lib/errors.ts';
import { parseInstant } from '../../../lib/iso.ts';
import type { UnitOfWork } from '../../../unit-of-work.ts';
import { mayActFor, mayManage } from '../../accounts/may.ts';
import { moveTourByHand } from '../changing/move-tour-by-hand.ts';
import { rescheduleTour } from '../changing/reschedule-tour.ts';
import { teamTour } from './find-tour.ts';

/**
 * Moves a tour for the team: to an offered time or, if a manager forces it, to any time.
 * @throws AppError NOT_FOUND, FORBIDDEN, TOUR_NOT_CHANGEABLE, SLOT_NOT_OFFERED, SLOT_TAKEN, CALENDAR_*
 */
export async function rescheduleForTeam(
  unit: UnitOfWork,
  tourId: string,
  input: TeamReschedule,
): Promise<void> {
  const { actor } = unit;
  const startsAt = parseInstant(input.startsAt);
  // The tour stays with its agent, unless the member may give it to somebody else.
  const agentId = input.agentId ?? (mayManage(actor) ? undefined : (actor.profileId ?? undefined));
  if (agentId !== undefined && !mayActFor(actor, agentId))
    throw new AppError('FORBIDDEN', 'Only a manager may give a tour to somebody else.');
  if (!input.force) await rescheduleTour(unit, tourId, { startsAt, agentId });
  else {
    if (!mayManage(actor))
      throw new AppError('FORBIDDEN', 'Only a manager may choose a time that is not offered.');
    const { agent } = await teamTour(unit, tourId);
    const place = { startsAt, agentId: agentId ?? agent.id, force: true };
    await moveTourByHand(unit, tourId, place);
  }
}
