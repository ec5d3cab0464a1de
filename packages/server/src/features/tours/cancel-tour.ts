import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asTenant, type TenantScope } from '../../db/scope.ts';
import { tourBookings, tourHistory } from '../../db/tables/tours.ts';
import { requireChangeable, requireStanding } from './changeable.ts';
import { syncTour } from './contracts.ts';
import { eventDue } from './event-due.ts';
import { loadTour } from './load-tour.ts';
import type { Mover } from './move-tour.ts';
import { tellOfChange } from './tell-prospect.ts';

/**
 * Cancels a tour for its prospect, or for the team, which tells the prospect. A tour cancelled already stays so: saying it twice is no error.
 * @throws AppError TOUR_NOT_CHANGEABLE, CUTOFF_PASSED
 */
export async function cancelTour(
  ctx: Context,
  scope: TenantScope,
  tourId: string,
  { actor, via }: Mover,
): Promise<void> {
  const now = ctx.clock.now();
  await asTenant(ctx.db, scope, async (tx) => {
    const loaded = await loadTour(tx, tourId);
    if (!loaded || loaded.tour.status === 'cancelled') return;
    if (actor === 'manager') requireStanding(loaded);
    else requireChangeable(loaded, now);
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
        .values({ propertyId, tourId, at: now, action: 'cancelled', actor, via }),
      eventDue(tx, tourId, now),
      loaded.tour.test
        ? undefined
        : ctx.queue.enqueue(tx, syncTour, { organizationId, propertyId, tourId }),
    ]);
    if (actor === 'manager')
      await tellOfChange(ctx, tx, scope, loaded.tour, { kind: 'tour_cancelled' });
  });
  ctx.changes.note(scope);
}
