import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asTenant, type TenantScope } from '../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';
import { calendarEvents } from '../../db/tables/tours.ts';
import { withSession } from '../calendars/with-session.ts';
import { reach } from '../calendars/receiving-calendar.ts';
import { logSyncAlone } from './sync-log.ts';

/**
 * Takes away a second event of a tour, which the provider let through or a move between agents left behind.
 * The one the tour is known by stays; while none is known, nothing is taken.
 * @throws CalendarError
 */
export async function removeStrayEvent(
  ctx: Context,
  scope: TenantScope,
  stray: { tourId: string; agentCalendarId: string; eventId: string },
): Promise<void> {
  const began = ctx.clock.now();
  const { tourId, agentCalendarId, eventId } = stray;
  const { calendar, event } = await asTenant(ctx.db, scope, async (tx) => {
    const [found] = await tx
      .select(reach)
      .from(agentCalendars)
      .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
      .where(eq(agentCalendars.id, agentCalendarId));
    const [known] = await tx
      .select({
        providerEventId: calendarEvents.providerEventId,
        calendarId: agentCalendars.calendarId,
      })
      .from(calendarEvents)
      .leftJoin(agentCalendars, eq(agentCalendars.id, calendarEvents.agentCalendarId))
      .where(and(eq(calendarEvents.tourId, tourId), eq(calendarEvents.syncStatus, 'synced')));
    return { calendar: found, event: known };
  });
  const isIts = event?.calendarId === calendar?.calendarId && event?.providerEventId === eventId;
  if (!calendar || !event?.providerEventId || isIts) return;
  await withSession(ctx, scope, calendar, async (session) => {
    const found = await session.get(calendar, eventId);
    if (found && !found.cancelled && found.ref?.id === tourId)
      await session.remove(calendar.calendarId, eventId, found.etag);
  });
  await logSyncAlone(ctx, scope, {
    connectionId: calendar.connectionId,
    agentCalendarId,
    tourId,
    direction: 'outbound',
    operation: 'remove_stray',
    outcome: 'ok',
    began,
  });
}
