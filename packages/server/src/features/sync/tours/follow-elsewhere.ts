import { and, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { propertyAgents } from '../../../db/tables/profiles.ts';
import { type EventPlace, eventRemovals, tourEvents } from '../../../db/tables/tours.ts';
import { type Interval, sameTime } from '../../../lib/interval.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { asksToWait } from '../../calendars/grants/provider-pause.ts';
import { withSession } from '../../calendars/grants/with-session.ts';
import {
  CalendarError,
  type CalendarPlace,
  type CalendarSession,
} from '../../calendars/provider.ts';
import { queueRemovals, removalElsewhere } from '../../calendars/queue-removal.ts';
import { calendarColumns, identityOf } from '../../calendars/receiving-calendar.ts';
import { handOverEvent } from '../../tours/changing/hand-over-event.ts';
import { noteInTourHistory } from '../../tours/history.ts';
import { logSync } from '../sync-log.ts';
import { findWhereSeen, type Misplaced } from './find-where-seen.ts';
import { isUnchangedSinceLoaded, type TargetCalendar, type TourEventRow } from './load-target.ts';
import { unitOfCalendar } from './tour-comparison.ts';

type Calendar = Awaited<ReturnType<typeof candidates>>[number];

/**
 * Looks for a tour's event in other calendars. Somebody may have moved it there: it keeps its id and looks deleted in
 * the old calendar. If one of the agent's calendars has the event, the tour is linked to it.
 * If another calendar has it, to which the tour cannot follow, the tour remembers where. If the tour is cancelled, the
 * event is removed from there.
 * @returns whether tour and event must be read again: the tour was linked to the calendar that has the event, or it has
 *   changed meanwhile.
 * @throws CalendarError if a calendar that may have the event cannot be asked, or if the event stands where the tour
 *   cannot follow.
 */
export async function followElsewhere(unit: UnitOfWork, target: TargetCalendar): Promise<boolean> {
  const { event, loaded } = target;
  if (!event.providerEventId) return false;
  const began = unit.ctx.clock.now();
  const all = await transact(unit, ({ tx }) => candidates(tx, target));
  const agentsOwn = all.filter(({ profileId }) => profileId === loaded.tour.profileId);
  for (const calendar of agentsOwn)
    if (await isIn(unit, calendar, target)) {
      await link(unit, target, calendar, began);
      return true;
    }
  const found =
    (await findAtColleague(unit, target, all)) ??
    (await findBeside(unit, target, agentsOwn)) ??
    (isCancelled(target) ? undefined : await findWhereSeen(unit, target));
  if (isCancelled(target)) {
    await removeFrom(unit, target, found?.place ?? event.elsewhere);
    return false;
  }
  if (!found) return false;
  if (!(await remember(unit, target, found.place))) return true;
  throw new CalendarError('forbidden', 'the event stands in a calendar that is not the tour’s', {
    words: `Its event was put into the calendar ${found.where}. Please ${found.remedy}, or put the event back.`,
  });
}

async function findAtColleague(
  unit: UnitOfWork,
  target: TargetCalendar,
  all: readonly Calendar[],
): Promise<Misplaced | undefined> {
  for (const calendar of all) {
    const { profileId, accountEmail, agentCalendarId, calendarId, summary } = calendar;
    if (profileId !== target.loaded.tour.profileId && (await isIn(unit, calendar, target)))
      return {
        place: { agentCalendarId, calendarId, summary },
        where: `“${summary}” of ${accountEmail}, which is another agent’s`,
        remedy: 'give the tour to that agent',
      };
  }
  return undefined;
}

/**
 * Notes where the event stands. If the tour was moved before anybody knew that, it gets another event at once. If it got
 * another event meanwhile, nobody else knows of this place: the old event is removed from there.
 * @returns false if the tour or its event has changed.
 */
const remember = (
  unit: UnitOfWork,
  { event, loaded: { tour } }: TargetCalendar,
  elsewhere: EventPlace,
): Promise<boolean> =>
  transact(unit, async (unit) => {
    const { tx } = unit;
    const noted = await tx
      .update(tourEvents)
      .set({ elsewhere })
      .where(isUnchangedSinceLoaded(event))
      .returning({ tourId: tourEvents.tourId });
    if (noted.length > 0 && wasMoved(tour, event)) {
      await handOverEvent(unit, tour, { ...event, elsewhere });
      return false;
    }
    if (noted.length > 0) return true;
    const [now] = await tx
      .select({ generation: tourEvents.generation })
      .from(tourEvents)
      .where(eq(tourEvents.tourId, event.tourId));
    if (now && now.generation !== event.generation)
      await queueRemovals(unit, await removalElsewhere(tx, { ...event, elsewhere }));
    return false;
  });

// An event that was left at another time is not meant: the tour has not changed since.
const wasMoved = (tour: Interval, { agreed, revision }: TourEventRow): boolean =>
  agreed !== null && agreed.stands && agreed.revision < revision && !sameTime(tour, agreed);

// A cancelled tour needs no event, wherever it stands.
const removeFrom = (
  unit: UnitOfWork,
  { event, agentCalendarId }: TargetCalendar,
  elsewhere: EventPlace | null,
) =>
  transact(unit, async (unit) =>
    queueRemovals(unit, await removalElsewhere(unit.tx, { ...event, agentCalendarId, elsewhere })),
  );

/**
 * The calendars that may have the event: the agent's others, and those of colleagues who show the property or whose sync
 * has seen the event. Nobody can put it into a calendar that is only read, and an account that does not let us in would
 * keep us from believing any deletion: both are left out.
 */
function candidates(tx: Tx, { identity, event, loaded: { tour } }: TargetCalendar) {
  const agentsOwn = tx
    .select({ id: agentCalendars.id })
    .from(agentCalendars)
    .where(eq(agentCalendars.profileId, tour.profileId));
  const seenIn = tx
    .select({ id: eventRemovals.agentCalendarId })
    .from(eventRemovals)
    .where(
      and(eq(eventRemovals.tourId, tour.id), eq(eventRemovals.eventId, event.providerEventId!)),
    );
  const atProperty = tx
    .select({ id: agentCalendars.id })
    .from(agentCalendars)
    .innerJoin(propertyAgents, eq(propertyAgents.profileId, agentCalendars.profileId))
    .where(eq(propertyAgents.propertyId, tour.propertyId));
  const isLikely = inArray(agentCalendars.id, agentsOwn.union(seenIn));
  return tx
    .select({
      ...calendarColumns,
      isLikely: sql<boolean>`${isLikely}`,
      profileId: agentCalendars.profileId,
      summary: agentCalendars.summary,
      accountEmail: calendarConnections.accountEmail,
    })
    .from(agentCalendars)
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .where(
      and(
        ne(identityOf, identity),
        agentCalendars.writable,
        isNull(calendarConnections.disconnectedAt),
        inArray(calendarConnections.tokenStatus, ['healthy', 'expiring']),
        or(isLikely, inArray(agentCalendars.id, atProperty)),
      ),
    );
}

const isIn = (unit: UnitOfWork, calendar: Calendar, target: TargetCalendar): Promise<boolean> =>
  orElse(
    false,
    (error) => !mustAnswer(calendar, target) || isExcused(error, target),
    () => withSession(unit, calendar, (session) => holds(session, calendar, target)),
  );

const mustAnswer = ({ isLikely, calendarId }: Calendar, { event }: TargetCalendar): boolean =>
  isLikely || calendarId === event.elsewhere?.calendarId;

const isCancelled = ({ loaded }: TargetCalendar): boolean => loaded.tour.status === 'cancelled';

// We have most likely removed a cancelled tour's event ourselves. Whoever only asks to wait will answer soon.
const isExcused = (error: CalendarError, target: TargetCalendar): boolean =>
  isCancelled(target) && !asksToWait(error);

/**
 * Asks calendars. Those that need not answer must neither keep every deletion from being believed, nor be a reason for
 * an alert.
 */
async function orElse<T>(
  otherwise: T,
  mayFail: (error: CalendarError) => boolean,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof CalendarError && mayFail(error)) return otherwise;
    throw error;
  }
}

async function holds(
  session: CalendarSession,
  place: CalendarPlace,
  target: TargetCalendar,
): Promise<boolean> {
  const { providerEventId, tourId } = target.event;
  try {
    const listed = await session.listed(place, providerEventId!);
    return listed?.ref?.id === tourId;
  } catch (error) {
    const isClosed =
      error instanceof CalendarError &&
      (error.fault === 'forbidden' || error.fault === 'not_found');
    if (isClosed) return false;
    throw error;
  }
}

const link = (unit: UnitOfWork, target: TargetCalendar, to: Calendar, began: number) =>
  transact(unit, async (unit) => {
    const { tourId } = target.event;
    const { agentCalendarId, connectionId, summary } = to;
    // Disconnecting an account unlinks only the tours that it finds in its calendars, so one must come after the other.
    const { id, disconnectedAt } = calendarConnections;
    const [connected] = await unit.tx
      .select({ id })
      .from(calendarConnections)
      .where(and(eq(id, connectionId), isNull(disconnectedAt)))
      .for('no key update');
    if (!connected) return;
    const linked = await unit.tx
      .update(tourEvents)
      .set({ agentCalendarId, etag: null, elsewhere: null })
      .where(isUnchangedSinceLoaded(target.event))
      .returning({ tourId: tourEvents.tourId });
    if (linked.length === 0) return;
    await noteInTourHistory(unitOfCalendar(unit, { target: to }), [tourId], {
      action: 'calendar_changed',
      details: { calendar: summary },
    });
    await logSync(unit, {
      connectionId,
      agentCalendarId,
      tourId,
      direction: 'inbound',
      operation: 'follow',
      outcome: 'ok',
      began,
    });
  });

// Looks into the account's calendars that nobody connected. The tour cannot follow its event there, but the event still
// stands there with its guest, so it must not count as deleted.
async function findBeside(
  unit: UnitOfWork,
  target: TargetCalendar,
  connected: readonly Calendar[],
): Promise<Misplaced | undefined> {
  const known = new Set([target, ...connected].map((one) => one.calendarId));
  const beside = await orElse(
    undefined,
    (error) => isExcused(error, target),
    () =>
      withSession(unit, target, async (session) => {
        for (const calendar of await session.calendars())
          if (
            calendar.writable &&
            !known.has(calendar.calendarId) &&
            (await holds(session, calendar, target))
          )
            return calendar;
        return undefined;
      }),
  );
  if (!beside) return undefined;
  const { calendarId, summary } = beside;
  return {
    place: { agentCalendarId: target.agentCalendarId, calendarId, summary },
    where: `“${summary}”, which is not connected`,
    remedy: 'connect that one',
  };
}
