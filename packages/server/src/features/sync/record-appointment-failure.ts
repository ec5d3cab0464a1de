import { and, eq, ne } from 'drizzle-orm';
import { externalCalendarEvents } from '../../db/tables/calendars.ts';
import { storableError } from '../../lib/storable-error.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';

/** Says why a row of the mirror is not in its calendar, like `recordFailure` for tours. */
export async function recordAppointmentFailure(
  unit: UnitOfWork,
  appointmentId: string,
  syncStatus: 'pending' | 'failed',
  reason: string,
): Promise<void> {
  const table = externalCalendarEvents;
  await transact(unit, ({ tx }) =>
    tx
      .update(table)
      .set({ syncStatus, lastError: storableError(reason) })
      .where(and(eq(table.id, appointmentId), ne(table.syncStatus, 'synced'))),
  );
}
