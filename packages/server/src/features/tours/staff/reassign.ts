import { parseInstant } from '../../../lib/iso.ts';
import type { Context } from '../../../context.ts';
import type { TenantScope } from '../../../db/scope.ts';
import type { Member } from '../../../http/member.ts';
import { AppError } from '../../../lib/errors.ts';
import { mayManage } from '../../accounts/may.ts';
import { placeTour } from '../place-tour.ts';
import { byTeam, staffTour } from './find-tour.ts';

/**
 * Gives a tour to another agent, at its time: the event changes calendars.
 * @throws AppError NOT_FOUND (tour, agent), FORBIDDEN, TOUR_NOT_CHANGEABLE, SLOT_TAKEN (they are not free)
 */
export async function reassignTour(
  ctx: Context,
  member: Member,
  scope: TenantScope,
  tourId: string,
  { agentId, force = false }: { agentId: string; force?: boolean | undefined },
): Promise<void> {
  if (!mayManage(member))
    throw new AppError('FORBIDDEN', 'Only a manager may give a tour to somebody else.');
  const { startsAt } = await staffTour(ctx, scope, tourId);
  const place = { agentId, startsAt: parseInstant(startsAt), force };
  await placeTour(ctx, scope, tourId, place, byTeam);
}
