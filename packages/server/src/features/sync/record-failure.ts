import { and, eq, ne } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asTenant, type TenantScope } from '../../db/scope.ts';
import { calendarEvents } from '../../db/tables/tours.ts';
import { checkAlerts } from '../calendars/contracts.ts';

/**
 * Says why a tour is not in its calendar: `pending` while that may still come right by itself. Another job
 * of the same tour may have written it meanwhile.
 */
export async function recordFailure(
  ctx: Context,
  scope: TenantScope,
  tourId: string,
  syncStatus: 'pending' | 'failed',
  reason: string,
): Promise<void> {
  const { organizationId, propertyId } = scope;
  await asTenant(ctx.db, scope, async (tx) => {
    const noted = await tx
      .update(calendarEvents)
      .set({ syncStatus, lastError: reason.slice(0, 500) })
      .where(and(eq(calendarEvents.tourId, tourId), ne(calendarEvents.syncStatus, 'synced')))
      .returning({ tourId: calendarEvents.tourId });
    // Somebody has to be told [C7].
    if (noted.length > 0 && syncStatus === 'failed')
      await ctx.queue.enqueue(tx, checkAlerts, { organizationId, propertyId });
  });
}
