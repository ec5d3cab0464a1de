import { and, eq, ne } from 'drizzle-orm';
import { mirrorEvents } from '../../db/tables/mirror.ts';
import { tourEvents } from '../../db/tables/tours.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { storableError } from '../../lib/storable-error.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { checkAlertsJob } from '../calendars/job-contracts.ts';

/**
 * Records why a tour is not in its calendar. `pending`: a later try may succeed. Does nothing if another job has
 * written the tour meanwhile.
 */
export async function recordFailure(
  unit: UnitOfWork,
  tourId: string,
  syncStatus: 'pending' | 'failed',
  reason: string,
): Promise<void> {
  await transact(unit, async (unit) => {
    const { ctx, tx } = unit;
    const noted = await tx
      .update(tourEvents)
      // From now on the sweep waits again, before it asks for a tour that has failed.
      .set({ syncStatus, lastError: storableError(reason), updatedAt: ctx.clock.now() })
      .where(and(eq(tourEvents.tourId, tourId), ne(tourEvents.syncStatus, 'synced')))
      .returning({ tourId: tourEvents.tourId });
    // A manager must be told [C7].
    if (noted.length > 0 && syncStatus === 'failed') await enqueue(unit, checkAlertsJob, {});
  });
}

/** Records why an appointment is not in its calendar, like `recordFailure` for tours. */
export async function recordAppointmentFailure(
  unit: UnitOfWork,
  appointmentId: string,
  syncStatus: 'pending' | 'failed',
  reason: string,
): Promise<void> {
  const table = mirrorEvents;
  await transact(unit, ({ tx }) =>
    tx
      .update(table)
      .set({ syncStatus, lastError: storableError(reason) })
      .where(and(eq(table.id, appointmentId), ne(table.syncStatus, 'synced'))),
  );
}
