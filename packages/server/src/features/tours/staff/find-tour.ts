import type { StaffTour, StaffTourAnswer, TourPage } from '@luma-leasing/types/dashboard';
import { eq } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asSystem, asTenant, type TenantScope } from '../../../db/scope.ts';
import { tourBookings, tourHistory } from '../../../db/tables/tours.ts';
import { keepAnswerIn, type Keep } from '../../../http/idempotency.ts';
import type { Member } from '../../../http/member.ts';
import { AppError } from '../../../lib/errors.ts';
import { isId } from '../../../lib/ids.ts';
import { instantText } from '../../../lib/iso.ts';
import { mayActFor } from '../../accounts/may.ts';
import { scopeFor } from '../../accounts/scope-for.ts';
import { staffTours } from './staff-tours.ts';

/** Who did it, as the history has it. */
export const byTeam = { actor: 'manager', via: 'dashboard' } as const;

/** Lets a member act on a tour. @throws AppError NOT_FOUND, also when it is somebody else's. */
export async function scopeOfTour(ctx: Context, member: Member, id: string): Promise<TenantScope> {
  const { propertyId, profileId, test } = tourBookings;
  const [tour] = isId(id)
    ? await asSystem(ctx.db, (tx) =>
        tx
          .select({ propertyId, profileId, test })
          .from(tourBookings)
          .where(eq(tourBookings.id, id)),
      )
    : [];
  if (!tour || tour.test || !mayActFor(member, tour.profileId)) throw notFound();
  return scopeFor(ctx, member, tour.propertyId).catch((error: unknown) => {
    throw error instanceof AppError ? notFound() : error;
  });
}

/** @throws AppError NOT_FOUND */
export async function staffTour(ctx: Context, scope: TenantScope, id: string): Promise<StaffTour> {
  const [tour] = await asTenant(ctx.db, scope, (tx) => staffTours(tx, eq(tourBookings.id, id)));
  if (!tour) throw notFound();
  return tour;
}

/**
 * The same as an answer, and kept. What the team does to a tour is done twice as well as once, so that the answer need
 * not be kept with it.
 * @throws AppError NOT_FOUND, IDEMPOTENCY_IN_PROGRESS (another answers the same request by now)
 */
export const tourAnswer = (
  ctx: Context,
  scope: TenantScope,
  id: string,
  keep: Keep<StaffTourAnswer>,
): Promise<StaffTourAnswer> =>
  asTenant(ctx.db, scope, async (tx) => {
    const [tour] = await staffTours(tx, eq(tourBookings.id, id));
    if (!tour) throw notFound();
    const answer = { success: true as const, tour };
    await keepAnswerIn(tx, keep(answer));
    return answer;
  });

/** A tour with all that happened to it. @throws AppError NOT_FOUND */
export async function getTourPage(ctx: Context, member: Member, id: string): Promise<TourPage> {
  const scope = await scopeOfTour(ctx, member, id);
  const tour = await staffTour(ctx, scope, id);
  const { at, action, actor, via, details } = tourHistory;
  const history = await asTenant(ctx.db, scope, (tx) =>
    tx
      .select({ at, action, actor, via, details })
      .from(tourHistory)
      .where(eq(tourHistory.tourId, id))
      .orderBy(tourHistory.at),
  );
  return {
    success: true,
    tour,
    history: history.map((entry) => ({ ...entry, at: instantText(entry.at) })),
  };
}

const notFound = () => new AppError('NOT_FOUND', 'There is no such tour.');
