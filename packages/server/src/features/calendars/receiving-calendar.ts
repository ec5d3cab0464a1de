import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';

/** The columns by which a calendar is reached. */
export const reach = {
  agentCalendarId: agentCalendars.id,
  calendarId: agentCalendars.calendarId,
  timezone: agentCalendars.timezone,
  connectionId: calendarConnections.id,
  provider: calendarConnections.provider,
};

/** The calendar that new tours of an agent go to: the default one, or the longest connected that may be written to. */
export async function receivingCalendar(tx: Tx, profileId: string) {
  const [calendar] = await tx
    .select(reach)
    .from(agentCalendars)
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .where(
      and(
        eq(agentCalendars.profileId, profileId),
        eq(agentCalendars.writable, true),
        isNull(calendarConnections.disconnectedAt),
      ),
    )
    .orderBy(
      desc(agentCalendars.isDefault),
      asc(calendarConnections.connectedAt),
      asc(agentCalendars.id),
    )
    .limit(1);
  return calendar;
}
