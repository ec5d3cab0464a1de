import { and, eq, isNull, ne } from 'drizzle-orm';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';
import { calendarEvents } from '../../db/tables/tours.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { reach } from '../calendars/receiving-calendar.ts';
import { withSession } from '../calendars/with-session.ts';
import type { TargetCalendar } from './load-target.ts';

/**
 * Somebody may have put a tour's event into another of the agent's calendars, where it keeps its id: to the calendar it
 * left it looks deleted. Where it stands now, the tour is linked to it again.
 * @returns whether it was found.
 * @throws CalendarError a calendar that cannot be asked may hold it.
 */
export async function followElsewhere(
  unit: UnitOfWork,
  { agentCalendarId: left, event, loaded }: TargetCalendar,
): Promise<boolean> {
  const { providerEventId, tourId, revision, generation } = event;
  if (!providerEventId) return false;
  const others = await transact(unit, ({ tx }) =>
    tx
      .select(reach)
      .from(agentCalendars)
      .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
      .where(
        and(
          eq(agentCalendars.profileId, loaded.tour.profileId),
          ne(agentCalendars.id, left),
          isNull(calendarConnections.disconnectedAt),
          ne(calendarConnections.tokenStatus, 'revoked'),
        ),
      ),
  );
  for (const calendar of others) {
    const there = await withSession(unit, calendar, (session) =>
      session.get(calendar, providerEventId),
    );
    if (!there || there.cancelled || there.ref?.id !== tourId) continue;
    await transact(unit, ({ tx }) =>
      tx
        .update(calendarEvents)
        .set({ agentCalendarId: calendar.agentCalendarId, etag: null })
        .where(
          and(
            eq(calendarEvents.tourId, tourId),
            eq(calendarEvents.revision, revision),
            eq(calendarEvents.generation, generation),
          ),
        ),
    );
    return true;
  }
  return false;
}
