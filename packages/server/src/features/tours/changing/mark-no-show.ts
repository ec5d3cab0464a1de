import { and, eq, inArray } from 'drizzle-orm';
import { tourBookings } from '../../../db/tables/tours.ts';
import { enqueue } from '../../../jobs/enqueue.ts';
import { AppError } from '../../../lib/errors.ts';
import { noteChange, transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { syncTourJob } from '../job-contracts.ts';
import { markEventPending } from '../tour-change.ts';
import { noteInTourHistory } from '../history.ts';
import { loadTour } from '../load-tour.ts';

/**
 * Notes that nobody came to a tour, also if it is completed. Doing it twice is no error.
 * @throws AppError NOT_FOUND, TOUR_NOT_CHANGEABLE (cancelled, or yet to come)
 */
export async function markNoShow(unit: UnitOfWork, tourId: string): Promise<void> {
  await transact(unit, async (unit) => {
    const { ctx, tx } = unit;
    const now = ctx.clock.now();
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
          // If it was moved meanwhile, it may be yet to come.
          eq(tourBookings.startsAt, loaded.tour.startsAt),
        ),
      )
      .returning({ id: tourBookings.id });
    if (!marked)
      throw new AppError('TOUR_NOT_CHANGEABLE', 'This tour has just been changed. Look again.');
    await noteInTourHistory(unit, [tourId], { action: 'no_show' });
    await markEventPending(tx, tourId, now);
    await enqueue(unit, syncTourJob, { tourId });
    noteChange(unit, loaded.tour.profileId);
  });
}
