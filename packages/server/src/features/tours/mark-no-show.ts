import { and, eq, inArray } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asTenant, type TenantScope } from '../../db/scope.ts';
import { tourBookings, tourHistory } from '../../db/tables/tours.ts';
import { AppError } from '../../lib/errors.ts';
import { syncTour } from './contracts.ts';
import { eventDue } from './event-due.ts';
import { loadTour } from './load-tour.ts';
import type { Mover } from './move-tour.ts';

/**
 * Nobody came, also when it counts as given already. Saying it twice is no error.
 * @throws AppError NOT_FOUND, TOUR_NOT_CHANGEABLE (cancelled, or yet to come)
 */
export async function markNoShow(
  ctx: Context,
  scope: TenantScope,
  tourId: string,
  { actor, via }: Mover,
): Promise<void> {
  const now = ctx.clock.now();
  const { organizationId, propertyId } = scope;
  await asTenant(ctx.db, scope, async (tx) => {
    const loaded = await loadTour(tx, tourId);
    if (!loaded) throw new AppError('NOT_FOUND', 'There is no such tour.');
    if (loaded.tour.status === 'no_show') return;
    if (loaded.tour.status === 'cancelled')
      throw new AppError('TOUR_NOT_CHANGEABLE', 'This tour was cancelled.');
    if (loaded.tour.startsAt > now)
      throw new AppError('TOUR_NOT_CHANGEABLE', 'This tour is yet to come.');
    const [marked] = await tx
      .update(tourBookings)
      .set({ status: 'no_show', updatedAt: now })
      .where(
        and(
          eq(tourBookings.id, tourId),
          inArray(tourBookings.status, ['confirmed', 'completed']),
          // Moved meanwhile, it may be yet to come.
          eq(tourBookings.startsAt, loaded.tour.startsAt),
        ),
      )
      .returning({ id: tourBookings.id });
    if (!marked)
      throw new AppError('TOUR_NOT_CHANGEABLE', 'This tour has just been changed. Look again.');
    await tx
      .insert(tourHistory)
      .values({ propertyId, tourId, at: now, action: 'no_show', actor, via });
    await eventDue(tx, tourId, now);
    await ctx.queue.enqueue(tx, syncTour, { organizationId, propertyId, tourId });
  });
  ctx.changes.note(scope);
}
