import type { StaffReschedule } from '@luma-leasing/types/dashboard';
import type { Context } from '../../../context.ts';
import type { TenantScope } from '../../../db/scope.ts';
import type { Member } from '../../../http/member.ts';
import { AppError } from '../../../lib/errors.ts';
import { parseInstant } from '../../../lib/iso.ts';
import { mayActFor, mayManage } from '../../accounts/may.ts';
import { placeTour } from '../place-tour.ts';
import { rescheduleTour } from '../reschedule-tour.ts';
import { byTeam, staffTour } from './find-tour.ts';

/**
 * Moves a tour for the team: to what is offered, or, forced by a manager, wherever they say.
 * @throws AppError NOT_FOUND, FORBIDDEN, TOUR_NOT_CHANGEABLE, SLOT_NOT_OFFERED, SLOT_TAKEN, CALENDAR_*
 */
export async function rescheduleForTeam(
  ctx: Context,
  member: Member,
  scope: TenantScope,
  tourId: string,
  input: StaffReschedule,
): Promise<void> {
  const startsAt = parseInstant(input.startsAt);
  // An agent's tour stays theirs, unless they may give it away.
  const agentId =
    input.agentId ?? (mayManage(member) ? undefined : (member.profileId ?? undefined));
  if (agentId !== undefined && !mayActFor(member, agentId))
    throw new AppError('FORBIDDEN', 'Only a manager may give a tour to somebody else.');
  if (!input.force) await rescheduleTour(ctx, scope, tourId, { startsAt, agentId }, byTeam);
  else {
    if (!mayManage(member))
      throw new AppError('FORBIDDEN', 'Only a manager may choose a time that is not offered.');
    const { agent } = await staffTour(ctx, scope, tourId);
    const place = { startsAt, agentId: agentId ?? agent.id, force: true };
    await placeTour(ctx, scope, tourId, place, byTeam);
  }
}
