import { eq } from 'drizzle-orm';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import type { EventPlace } from '../../../db/tables/tours.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { withSession } from '../../calendars/grants/with-session.ts';
import { loadTour } from '../../tours/load-tour.ts';
import { calendarColumns } from '../../calendars/receiving-calendar.ts';

interface Removal {
  tourId: string;
  agentCalendarId: string;
  generation: number;
  elsewhere: EventPlace | null;
}

/**
 * Removes an event that no longer stands for its tour, if the event exists. Of a series only the tour's own date goes.
 * The provider tells the guests of a cancellation only if the tour is cancelled.
 * @throws CalendarError
 */
export async function removeTourEvent(
  unit: UnitOfWork,
  { tourId, agentCalendarId, generation, elsewhere }: Removal,
): Promise<void> {
  const [calendar] = await transact(unit, ({ tx }) =>
    tx
      .select(calendarColumns)
      .from(agentCalendars)
      .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
      .where(eq(agentCalendars.id, agentCalendarId)),
  );
  const loaded = await transact(unit, ({ tx }) => loadTour(tx, tourId));
  if (!calendar || !loaded) return;
  const quiet = loaded.tour.status !== 'cancelled';
  await withSession(unit, calendar, async (session) => {
    const ref = { kind: 'tour', id: tourId, generation } as const;
    const calendarId = elsewhere?.calendarId ?? calendar.calendarId;
    const event = await session.first({ ...calendar, calendarId }, ref, loaded.tour);
    if (event && !event.cancelled)
      await session.remove(calendarId, event.eventId, undefined, { quiet });
  });
}
