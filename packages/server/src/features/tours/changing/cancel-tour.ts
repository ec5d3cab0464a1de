import { and, eq } from 'drizzle-orm';
import { tourBookings } from '../../../db/tables/tours.ts';
import { enqueue } from '../../../jobs/enqueue.ts';
import { isTeam, noteChange, transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { noteInTourHistory } from '../history.ts';
import { syncTourJob } from '../job-contracts.ts';
import { loadTour } from '../load-tour.ts';
import { notifyProspectOfChange } from '../notify-prospect.ts';
import { markEventPending, requireChangeable, requireConfirmed } from '../tour-change.ts';

/**
 * Cancels a tour for its prospect or for the team; the prospect is mailed if the team did it.
 * Cancelling a cancelled tour is no error.
 * @throws AppError TOUR_NOT_CHANGEABLE, CUTOFF_PASSED
 */
export async function cancelTour(unit: UnitOfWork, tourId: string): Promise<void> {
  await transact(unit, async (unit) => {
    const { ctx, tx, actor } = unit;
    const now = ctx.clock.now();
    const loaded = await loadTour(tx, tourId);
    if (!loaded || loaded.tour.status === 'cancelled') return;
    if (isTeam(actor)) requireConfirmed(loaded);
    else requireChangeable(loaded, now);
    const [cancelled] = await tx
      .update(tourBookings)
      .set({ status: 'cancelled', cancelledVia: actor.via, updatedAt: now })
      .where(and(eq(tourBookings.id, tourId), eq(tourBookings.status, 'confirmed')))
      .returning({ id: tourBookings.id });
    if (!cancelled) return;
    await noteInTourHistory(unit, [tourId], { action: 'cancelled' });
    await markEventPending(tx, tourId, now);
    if (!loaded.tour.test) await enqueue(unit, syncTourJob, { tourId });
    if (isTeam(actor)) await notifyProspectOfChange(unit, loaded.tour, { kind: 'tour_cancelled' });
    noteChange(unit, loaded.tour.profileId);
  });
}
