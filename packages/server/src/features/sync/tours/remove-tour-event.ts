import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { type EventPlace, eventRemovals } from '../../../db/tables/tours.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { withSession } from '../../calendars/grants/with-session.ts';
import {
  type CalendarInfo,
  type CalendarSession,
  type EventRef,
  isHopeless,
  type RemoteEvent,
} from '../../calendars/provider.ts';
import { queueRemovals } from '../../calendars/queue-removal.ts';
import { calendarColumns } from '../../calendars/receiving-calendar.ts';
import { loadTour } from '../../tours/load-tour.ts';

interface Removal {
  tourId: string;
  agentCalendarId: string;
  generation: number;
  elsewhere: EventPlace | null;
}

/**
 * Removes an event that no longer stands for its tour, if the event exists. Of a series only the tour's own date goes.
 * If somebody has moved the event into another calendar of the account, its removal from there is queued.
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
  const ref = { kind: 'tour', id: tourId, generation } as const;
  const moved = await withSession(unit, calendar, async (session) => {
    const calendarId = elsewhere?.calendarId ?? calendar.calendarId;
    const event = await session.first({ ...calendar, calendarId }, ref, loaded.tour);
    if (event && !event.cancelled) {
      await session.remove(calendarId, event.eventId, undefined, { quiet });
      return undefined;
    }
    return elsewhere ? undefined : findBeside(unit, session, ref);
  });
  if (!moved) return;
  // The same row as if the place had been known before, so that a removal that is refused is told once.
  const { place, eventId } = moved;
  const { calendarId, summary } = place;
  const there = { agentCalendarId, calendarId, summary };
  await transact(unit, (unit) =>
    queueRemovals(unit, [{ tourId, agentCalendarId, generation, eventId, elsewhere: there }]),
  );
}

/**
 * Looks for an event in the account's calendars that nobody connected: somebody may have moved it there before any sync
 * saw that. The sync of a connected calendar sees it itself, and removes it as a second event of the tour.
 */
async function findBeside(
  unit: UnitOfWork,
  session: CalendarSession,
  ref: EventRef,
): Promise<{ place: CalendarInfo; eventId: string } | undefined> {
  const { isPlaceKnown, connected } = await transact(unit, async ({ tx }) => {
    const { tourId, generation, elsewhere } = eventRemovals;
    const known = await tx
      .select({ tourId })
      .from(eventRemovals)
      .where(and(eq(tourId, ref.id), eq(generation, ref.generation), isNotNull(elsewhere)));
    const rows = await tx
      .select({ calendarId: agentCalendars.calendarId })
      .from(agentCalendars)
      .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
      .where(
        and(
          isNull(calendarConnections.disconnectedAt),
          inArray(calendarConnections.tokenStatus, ['healthy', 'expiring']),
        ),
      );
    return {
      isPlaceKnown: known.length > 0,
      connected: new Set(rows.map(({ calendarId }) => calendarId)),
    };
  });
  if (isPlaceKnown) return undefined;
  for (const place of await session.calendars()) {
    if (!place.writable || connected.has(place.calendarId)) continue;
    const event = await session.listed(place, ref).catch(nullIfClosed);
    if (event?.ref?.id === ref.id) return { place, eventId: event.eventId };
  }
  return undefined;
}

// A calendar that does not let us look has nothing that we could remove.
function nullIfClosed(error: unknown): RemoteEvent | null {
  if (isHopeless(error)) return null;
  throw error;
}
