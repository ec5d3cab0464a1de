import type { PhoneTour, StaffTourAnswer } from '@luma-leasing/types/dashboard';
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asTenant, type TenantScope } from '../../../db/scope.ts';
import { propertyAgents } from '../../../db/tables/profiles.ts';
import type { Keep } from '../../../http/idempotency.ts';
import type { Member } from '../../../http/member.ts';
import { AppError } from '../../../lib/errors.ts';
import { mayActFor, mayManage } from '../../accounts/may.ts';
import { bookTour, type AnswerOf } from '../book-tour.ts';
import { forceTour } from '../force-tour.ts';
import type { Booker } from '../prospect-of.ts';
import { bookedTour } from './staff-tours.ts';

/**
 * Books a tour for somebody who called: by the rules of any booking, or, forced by a manager, wherever they say.
 * @throws AppError NOT_FOUND (agent), FORBIDDEN, SLOT_NOT_OFFERED, SLOT_TAKEN, TOUR_EXISTS, …
 */
export async function takePhoneTour(
  ctx: Context,
  member: Member,
  scope: TenantScope,
  { property: _its, force, ...input }: PhoneTour,
  keep: Keep<StaffTourAnswer>,
): Promise<StaffTourAnswer> {
  const agentId = input.agentId ?? (mayManage(member) ? undefined : (member.profileId ?? ''));
  if (agentId !== undefined && !mayActFor(member, agentId))
    throw new AppError('FORBIDDEN', 'You may take tours for yourself only.');
  if (force && !mayManage(member))
    throw new AppError('FORBIDDEN', 'Only a manager may book what is not offered.');
  if (agentId !== undefined) await requireAgent(ctx, scope, agentId);
  const caller: Booker = { scope, test: false, source: 'dashboard' };
  const wanted = { ...input, ...(agentId === undefined ? {} : { agentId }) };
  const now = ctx.clock.now();
  let answer: StaffTourAnswer | undefined;
  const answerOf: AnswerOf = (booking, tour, prospect) => {
    answer = { success: true, tour: bookedTour(booking, tour, prospect, now) };
    return keep(answer);
  };
  await (force ? forceTour : bookTour)(ctx, caller, wanted, answerOf);
  return answer!;
}

async function requireAgent(ctx: Context, scope: TenantScope, profileId: string): Promise<void> {
  const shows = await asTenant(ctx.db, scope, (tx) =>
    tx
      .select({ id: propertyAgents.profileId })
      .from(propertyAgents)
      .where(
        and(
          eq(propertyAgents.propertyId, scope.propertyId),
          eq(propertyAgents.profileId, profileId),
        ),
      ),
  );
  if (shows.length === 0) throw new AppError('NOT_FOUND', 'This property has no such agent.');
}
