import { parseInstant } from '../../../lib/iso.ts';
import { AppError } from '../../../lib/errors.ts';
import type { UnitOfWork } from '../../../unit-of-work.ts';
import { mayManage } from '../../accounts/may.ts';
import { moveTourByHand } from '../changing/move-tour-by-hand.ts';
import { teamTour } from './find-tour.ts';

/**
 * Gives a tour to another agent at the same time. The event moves to the new agent's calendar.
 * @throws AppError NOT_FOUND (tour, agent), FORBIDDEN, TOUR_NOT_CHANGEABLE, SLOT_TAKEN (the agent is not free)
 */
export async function reassignTour(
  unit: UnitOfWork,
  tourId: string,
  { agentId, force = false }: { agentId: string; force?: boolean | undefined },
): Promise<void> {
  if (!mayManage(unit.actor))
    throw new AppError('FORBIDDEN', 'Only a manager may give a tour to somebody else.');
  const { startsAt } = await teamTour(unit, tourId);
  const place = { agentId, startsAt: parseInstant(startsAt), force };
  await moveTourByHand(unit, tourId, place);
}
