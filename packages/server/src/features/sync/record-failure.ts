import { and, eq, ne } from 'drizzle-orm';
import { calendarEvents } from '../../db/tables/tours.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { storableError } from '../../lib/storable-error.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { checkAlerts } from '../calendars/contracts.ts';

/**
 * Says why a tour is not in its calendar: `pending` while that may still come right by itself. Another job
 * of the same tour may have written it meanwhile.
 */
export async function recordFailure(
  unit: UnitOfWork,
  tourId: string,
  syncStatus: 'pending' | 'failed',
  reason: string,
): Promise<void> {
  await transact(unit, async (unit) => {
    const { tx } = unit;
    const noted = await tx
      .update(calendarEvents)
      .set({ syncStatus, lastError: storableError(reason) })
      .where(and(eq(calendarEvents.tourId, tourId), ne(calendarEvents.syncStatus, 'synced')))
      .returning({ tourId: calendarEvents.tourId });
    // Somebody has to be told [C7].
    if (noted.length > 0 && syncStatus === 'failed') await enqueue(unit, checkAlerts, {});
  });
}
