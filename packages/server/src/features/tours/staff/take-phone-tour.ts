import type { PhoneTour, StaffTour } from '@luma-leasing/types/dashboard';
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asTenant, type TenantScope } from '../../../db/scope.ts';
import { propertyAgents } from '../../../db/tables/profiles.ts';
import type { Member } from '../../../http/member.ts';
import { AppError } from '../../../lib/errors.ts';
import { mayActFor, mayManage } from '../../accounts/may.ts';
import { scopeFor } from '../../accounts/scope-for.ts';
import { bookTour } from '../book-tour.ts';
import { forceTour } from '../force-tour.ts';
import type { Booker } from '../prospect-of.ts';
import { staffTour } from './find-tour.ts';

/**
 * Books a tour for somebody who called: by the rules of any booking, or, forced by a manager, wherever they say.
 * @throws AppError NOT_FOUND (property, agent), FORBIDDEN, SLOT_NOT_OFFERED, SLOT_TAKEN, TOUR_EXISTS, …
 */
export async function takePhoneTour(
  ctx: Context,
  member: Member,
  { property, force, ...input }: PhoneTour,
): Promise<StaffTour> {
  const scope = await scopeFor(ctx, member, property);
  const agentId = input.agentId ?? (mayManage(member) ? undefined : (member.profileId ?? ''));
  if (agentId !== undefined && !mayActFor(member, agentId))
    throw new AppError('FORBIDDEN', 'You may take tours for yourself only.');
  if (force && !mayManage(member))
    throw new AppError('FORBIDDEN', 'Only a manager may book what is not offered.');
  if (agentId !== undefined) await requireAgent(ctx, scope, agentId);
  const caller: Booker = { scope, test: false, source: 'dashboard' };
  const wanted = { ...input, ...(agentId === undefined ? {} : { agentId }) };
  const id = force
    ? await forceTour(ctx, caller, wanted)
    : (await bookTour(ctx, caller, wanted)).id;
  return staffTour(ctx, scope, id);
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
