import { and, eq, ne } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asTenant, type TenantScope } from '../../db/scope.ts';
import { externalCalendarEvents } from '../../db/tables/calendars.ts';

/** Says why a row of the mirror is not in its calendar, like `recordFailure` for tours. */
export async function recordAppointmentFailure(
  ctx: Context,
  scope: TenantScope,
  appointmentId: string,
  syncStatus: 'pending' | 'failed',
  reason: string,
): Promise<void> {
  const table = externalCalendarEvents;
  await asTenant(ctx.db, scope, (tx) =>
    tx
      .update(table)
      .set({ syncStatus, lastError: reason.slice(0, 500) })
      .where(and(eq(table.id, appointmentId), ne(table.syncStatus, 'synced'))),
  );
}
