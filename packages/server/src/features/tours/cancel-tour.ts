import type { Via } from '@luma-leasing/types/tour';
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asTenant, type TenantScope } from '../../db/scope.ts';
import { calendarEvents, tourBookings, tourHistory } from '../../db/tables/tours.ts';
import { requireChangeable } from './changeable.ts';
import { writeTourEvent } from './contracts.ts';
import { loadTour } from './load-tour.ts';

/**
 * Cancels a tour for its prospect. A tour cancelled already stays so: saying it twice is no error.
 * @throws AppError TOUR_NOT_CHANGEABLE, CUTOFF_PASSED
 */
export async function cancelTour(
  ctx: Context,
  scope: TenantScope,
  tourId: string,
  via: Via,
): Promise<void> {
  const now = ctx.clock.now();
  await asTenant(ctx.db, scope, async (tx) => {
    const loaded = await loadTour(tx, tourId);
    if (!loaded || loaded.tour.status === 'cancelled') return;
    requireChangeable(loaded, now);
    const [cancelled] = await tx
      .update(tourBookings)
      .set({ status: 'cancelled', cancelledVia: via, updatedAt: now })
      .where(and(eq(tourBookings.id, tourId), eq(tourBookings.status, 'confirmed')))
      .returning({ id: tourBookings.id });
    if (!cancelled) return;
    const { organizationId, propertyId } = scope;
    await Promise.all([
      tx
        .insert(tourHistory)
        .values({ propertyId, tourId, at: now, action: 'cancelled', actor: 'prospect', via }),
      tx
        .update(calendarEvents)
        .set({ syncStatus: 'pending', updatedAt: now })
        .where(eq(calendarEvents.tourId, tourId)),
      loaded.tour.test
        ? undefined
        : ctx.queue.enqueue(tx, writeTourEvent, { organizationId, propertyId, tourId }),
    ]);
  });
  ctx.changes.note(scope);
}
