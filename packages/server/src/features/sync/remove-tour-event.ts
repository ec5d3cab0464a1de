import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asTenant, type TenantScope } from '../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';
import { withSession } from '../calendars/with-session.ts';

/** Takes an event away that no longer stands for its tour. @throws CalendarError */
export async function removeTourEvent(
  ctx: Context,
  scope: TenantScope,
  { agentCalendarId, providerEventId }: { agentCalendarId: string; providerEventId: string },
): Promise<void> {
  const [calendar] = await asTenant(ctx.db, scope, (tx) =>
    tx
      .select({
        calendarId: agentCalendars.calendarId,
        connectionId: calendarConnections.id,
        provider: calendarConnections.provider,
      })
      .from(agentCalendars)
      .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
      .where(eq(agentCalendars.id, agentCalendarId)),
  );
  if (!calendar) return;
  await withSession(ctx, scope, calendar, (session) =>
    session.remove(calendar.calendarId, providerEventId),
  );
}
