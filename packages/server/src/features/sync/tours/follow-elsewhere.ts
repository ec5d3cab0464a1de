import { and, eq, isNull, ne } from 'drizzle-orm';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { tourEvents } from '../../../db/tables/tours.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { CalendarError } from '../../calendars/provider.ts';
import { calendarColumns } from '../../calendars/receiving-calendar.ts';
import { withSession } from '../../calendars/grants/with-session.ts';
import type { TargetCalendar } from './load-target.ts';
import { lastSeen } from './tour-comparison.ts';

/**
 * Somebody may have put a tour's event into another of the agent's calendars, where it keeps its id: to the calendar it
 * left it looks deleted. Where it stands now, the tour is linked to it again.
 * @returns whether it was found.
 * @throws CalendarError a calendar that cannot be asked may hold it; or one holds it that is not connected.
 */
export async function followElsewhere(unit: UnitOfWork, target: TargetCalendar): Promise<boolean> {
  const { agentCalendarId: left, event, loaded } = target;
  const { providerEventId, tourId, revision, generation } = event;
  if (!providerEventId) return false;
  const others = await transact(unit, ({ tx }) =>
    tx
      .select(calendarColumns)
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
      session.get(calendar, providerEventId, lastSeen(target)),
    );
    if (!there || there.cancelled || there.ref?.id !== tourId) continue;
    await transact(unit, ({ tx }) =>
      tx
        .update(tourEvents)
        .set({ agentCalendarId: calendar.agentCalendarId, etag: null })
        .where(
          and(
            eq(tourEvents.tourId, tourId),
            eq(tourEvents.revision, revision),
            eq(tourEvents.generation, generation),
          ),
        ),
    );
    return true;
  }
  await requireNotBeside(unit, target, others);
  return false;
}

// A calendar of the account that nobody connected cannot be followed; but the event stands there with its guest.
async function requireNotBeside(
  unit: UnitOfWork,
  target: TargetCalendar,
  connected: readonly { calendarId: string }[],
): Promise<void> {
  const { providerEventId, tourId } = target.event;
  const known = new Set([target.calendarId, ...connected.map((one) => one.calendarId)]);
  const { summary } =
    (await withSession(unit, target, async (session) => {
      const beside = (await session.calendars()).filter((one) => !known.has(one.calendarId));
      for (const calendar of beside) {
        const there = await session.get(calendar, providerEventId!, lastSeen(target));
        if (there && !there.cancelled && there.ref?.id === tourId) return calendar;
      }
      return undefined;
    })) ?? {};
  if (summary === undefined) return;
  const words = `Its event was put into the calendar “${summary}”, which is not connected. Please connect that one, or put the event back.`;
  throw new CalendarError('forbidden', 'the event stands in a calendar that is not connected', {
    words,
  });
}
