import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { asSystem } from '../../../db/scope.ts';
import { tourBookings } from '../../../db/tables/tours.ts';
import { before } from '../../../lib/pause.ts';
import type { UnitOfWork } from '../../../unit-of-work.ts';
import type { AgentCalendar } from '../../availability/load-offer.ts';
import type { RemoteEvent } from '../../calendars/provider.ts';
import { withSession } from '../../calendars/grants/with-session.ts';

/** What an agent's calendars say of one time, asked just now. */
export type LiveVerdict = 'free' | 'busy' | 'unknown';

/** Epoch ms. */
export interface TourTime {
  startsAt: number;
  endsAt: number;
  /** Kept free before and after. */
  bufferMs: number;
  /** The tour that is being moved: its event is not in the way, in whichever calendar. */
  moving?: string;
}

/**
 * Looks into an agent's blocking calendars around the tour. Events of the agent's own tours are ignored: the database
 * guards those, and a tour being moved must not collide with itself.
 */
export async function verifyLive(
  unit: UnitOfWork,
  profileId: string,
  blocking: AgentCalendar[],
  time: TourTime,
  signal: AbortSignal,
): Promise<LiveVerdict> {
  const { ctx } = unit;
  const from = time.startsAt - time.bufferMs;
  const to = time.endsAt + time.bufferMs;
  try {
    const asked = blocking.map((calendar) =>
      withSession(unit, calendar, (session) =>
        session.eventsBetween(calendar.calendarId, { from, to }, signal),
      ),
    );
    const events = (await before(signal, Promise.all(asked))).flat();
    const there = events.filter((event) => collides(event, from, to));
    return (await areOwnTours(unit, { profileId, moving: time.moving }, there)) ? 'free' : 'busy';
  } catch (err) {
    ctx.log.warn({ err }, 'a calendar could not be asked before booking');
    return 'unknown';
  }
}

// Two organisations, and two installations, may share an account: of those, nothing here guards the tours. Of a tour
// that somebody made a series of, one date is the tour; the others are busy.
async function areOwnTours(
  unit: UnitOfWork,
  { profileId, moving }: { profileId: string; moving: string | undefined },
  events: RemoteEvent[],
): Promise<boolean> {
  const { ctx } = unit;
  const { organizationId } = unit.scope;
  const ids = new Set(events.map(tourOf));
  if (ids.size === 0) return true;
  const own = await asSystem(ctx.db, (tx) =>
    tx
      .select({ id: tourBookings.id, startsAt: tourBookings.startsAt })
      .from(tourBookings)
      .where(
        and(
          inArray(sql`${tourBookings.id}::text`, [...ids]),
          or(
            eq(tourBookings.profileId, profileId),
            moving ? eq(tourBookings.id, moving) : undefined,
          ),
          eq(tourBookings.organizationId, organizationId),
        ),
      ),
  );
  const startOf = new Map(own.map(({ id, startsAt }) => [id, startsAt]));
  return events.every((event) => {
    const startsAt = startOf.get(tourOf(event));
    return event.seriesId === null ? startsAt !== undefined : startsAt === event.startsAt;
  });
}

const tourOf = ({ ref }: RemoteEvent): string => (ref?.kind === 'tour' ? ref.id : '');

const collides = (event: RemoteEvent, from: number, to: number): boolean =>
  event.busy && event.startsAt < to && event.endsAt > from;
