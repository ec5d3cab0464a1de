import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';
import { calendarEvents } from '../../db/tables/tours.ts';
import { loadTour } from '../tours/load-tour.ts';

export type EventRow = typeof calendarEvents.$inferSelect;
export type TargetCalendar = NonNullable<Awaited<ReturnType<typeof loadTarget>>>;

/** The columns by which a calendar is reached. */
export const reach = {
  agentCalendarId: agentCalendars.id,
  calendarId: agentCalendars.calendarId,
  timezone: agentCalendars.timezone,
  connectionId: calendarConnections.id,
  provider: calendarConnections.provider,
};

/** Where a tour's event stands or is to stand: the calendar it was written to, else the agent's default. */
export async function loadTarget(tx: Tx, tourId: string) {
  const loaded = await loadTour(tx, tourId);
  const [event] = await tx.select().from(calendarEvents).where(eq(calendarEvents.tourId, tourId));
  if (!loaded || !event) return undefined;
  const [calendar] = await tx
    .select(reach)
    .from(agentCalendars)
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .where(
      and(
        isNull(calendarConnections.disconnectedAt),
        event.agentCalendarId
          ? eq(agentCalendars.id, event.agentCalendarId)
          : and(
              eq(agentCalendars.profileId, loaded.tour.profileId),
              eq(agentCalendars.writable, true),
            ),
      ),
    )
    .orderBy(desc(agentCalendars.isDefault))
    .limit(1);
  return calendar && { ...calendar, event, loaded };
}
