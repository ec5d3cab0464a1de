import type { Via } from '@luma-leasing/types/tour';
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asTenant, type TenantScope } from '../../db/scope.ts';
import { tourBookings, tourHistory } from '../../db/tables/tours.ts';
import { requireChangeable } from './changeable.ts';
import { syncTour } from './contracts.ts';
import { eventDue } from './event-due.ts';
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
      eventDue(tx, tourId, now),
      loaded.tour.test
        ? undefined
        : ctx.queue.enqueue(tx, syncTour, { organizationId, propertyId, tourId }),
    ]);
  });
  ctx.changes.note(scope);
}
