import { and, eq, inArray, or } from 'drizzle-orm';
import { asSystem } from '../../../db/scope.ts';
import { tourBookings, tourEvents } from '../../../db/tables/tours.ts';
import { isId } from '../../../lib/ids.ts';
import { sameTime } from '../../../lib/interval.ts';
import { raceSignal } from '../../../lib/waiting.ts';
import type { UnitOfWork } from '../../../unit-of-work.ts';
import type { AgentCalendar } from '../../availability/load-offer.ts';
import type { RemoteEvent } from '../../calendars/provider.ts';
import { withSession } from '../../calendars/grants/with-session.ts';
import { baseTimeOf, isOwnEvent } from '../own-event.ts';

/** What an agent's calendars answer about one time; `unknown`: they could not be asked. */
export type LiveVerdict = 'free' | 'busy' | 'unknown';

/** Epoch ms. */
export interface TourTime {
  startsAt: number;
  endsAt: number;
  /** The time that stays free before and after the tour. */
  bufferMs: number;
  /** The id of the tour being moved. Its own event never makes the time busy, in any calendar. */
  moving?: string;
}

/**
 * Asks an agent's blocking calendars about a tour's time. Events of the agent's own tours are ignored at the tour's
 * time: the database already excludes overlaps with them, and a tour being moved must not conflict with itself.
 */
export async function verifyLive(
  unit: UnitOfWork,
  profileId: string,
  blocking: AgentCalendar[],
  time: TourTime,
  signal: AbortSignal,
): Promise<LiveVerdict> {
  const from = time.startsAt - time.bufferMs;
  const to = time.endsAt + time.bufferMs;
  const look = async (): Promise<EventMeaning> => {
    const asked = blocking.map((calendar) =>
      withSession(unit, calendar, (session) =>
        session.eventsBetween(calendar.calendarId, { from, to }, signal),
      ),
    );
    const events = (await raceSignal(signal, Promise.all(asked))).flat();
    const colliding = events.filter((event) => collides(event, from, to));
    return meaningOf(unit, { profileId, moving: time.moving }, colliding);
  };
  let meaning: EventMeaning | undefined;
  try {
    meaning = await look();
    // Our own change of the event may have been noted after the calendar's answer was made.
    if (meaning === 'changed') meaning = await look();
  } catch (err) {
    unit.ctx.log.warn({ err }, 'a calendar could not be asked before booking');
    // If only the second look failed, the event of the first is still there for all we know.
    if (meaning === undefined) return 'unknown';
  }
  return meaning === 'guarded' ? 'free' : 'busy';
}

/**
 * What events at a time mean for it. `guarded`: the database guards it; `changed`: all are of the agent's own tours, but
 * one is not where we left it; `busy`: another event is there.
 */
type EventMeaning = 'guarded' | 'changed' | 'busy';

// Two organizations, or two installations, may share an account. This database does not guard the others' tours, so
// their events are busy.
async function meaningOf(
  unit: UnitOfWork,
  { profileId, moving }: { profileId: string; moving: string | undefined },
  events: RemoteEvent[],
): Promise<EventMeaning> {
  const { ctx } = unit;
  const { organizationId } = unit.scope;
  const ids = events.map(tourOf);
  if (!ids.every(isId)) return 'busy';
  if (ids.length === 0) return 'guarded';
  const tours = await asSystem(ctx.db, (tx) =>
    tx
      .select(columns)
      .from(tourBookings)
      .innerJoin(tourEvents, eq(tourEvents.tourId, tourBookings.id))
      .where(
        and(
          inArray(tourBookings.id, ids),
          or(
            eq(tourBookings.profileId, profileId),
            moving ? eq(tourBookings.id, moving) : undefined,
          ),
          eq(tourBookings.organizationId, organizationId),
          inArray(tourBookings.status, ['confirmed', 'cancelled']),
        ),
      ),
  );
  const ownTours = new Map(tours.map((tour) => [tour.id, tour]));
  const meanings = events.map((event): EventMeaning => {
    const tour = ownTours.get(tourOf(event));
    if (!tour || !isOwnEvent(tour, event)) return 'busy';
    if (tour.id === moving && event.seriesId === null) return 'guarded';
    return isWhereWeLeftIt(tour, event) ? 'guarded' : 'changed';
  });
  return (
    meanings.find((one) => one === 'busy') ?? meanings.find((one) => one === 'changed') ?? 'guarded'
  );
}

// Whether the event stands where we last knew it: a change of ours may not have arrived yet. If not, somebody has just
// moved the event and the tour will follow. The other dates of a series are busy.
function isWhereWeLeftIt(tour: Tour, event: RemoteEvent): boolean {
  // The database guards no tour that was put into a conflict: only the calendar knows of its time.
  if (tour.status === 'confirmed' && sameTime(event, tour)) return !tour.conflictAccepted;
  // Somebody has restored the deleted event.
  if (tour.status === 'cancelled' && tour.agreed?.stands === false) return false;
  const base = baseTimeOf(event, tour.agreed);
  return base !== null && sameTime(event, base);
}

type Tour = Pick<
  typeof tourBookings.$inferSelect,
  'status' | 'startsAt' | 'endsAt' | 'conflictAccepted'
> &
  Pick<typeof tourEvents.$inferSelect, 'agreed'>;

const columns = {
  id: tourBookings.id,
  status: tourBookings.status,
  startsAt: tourBookings.startsAt,
  endsAt: tourBookings.endsAt,
  conflictAccepted: tourBookings.conflictAccepted,
  generation: tourEvents.generation,
  providerEventId: tourEvents.providerEventId,
  agreed: tourEvents.agreed,
};

const tourOf = ({ ref }: RemoteEvent): string => (ref?.kind === 'tour' ? ref.id : '');

const collides = (event: RemoteEvent, from: number, to: number): boolean =>
  event.busy && event.startsAt < to && event.endsAt > from;
