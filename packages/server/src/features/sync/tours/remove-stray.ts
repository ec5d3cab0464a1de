import { eq } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { withSession } from '../../calendars/grants/with-session.ts';
import type { RemoteEvent } from '../../calendars/provider.ts';
import { calendarColumns } from '../../calendars/receiving-calendar.ts';
import { loadTour } from '../../tours/load-tour.ts';
import { isCancelledInCalendar, loadTarget, type TargetCalendar } from './load-target.ts';
import { logSyncAlone } from '../sync-log.ts';
import { enqueueTourComparisons } from './changed-tours.ts';

/**
 * Removes a stray: a second event of a tour, which the provider let through or a change of agent left behind.
 * The tour's own event must be seen first: if it is not found, the stray may be that event, moved to another calendar
 * by its agent. Copies and series that a person made stay, since they are theirs. Of a tour that was cancelled here, every
 * event of ours goes.
 * @returns false if it could not be decided yet: try again later.
 * @throws CalendarError
 */
export async function removeStrayEvent(
  unit: UnitOfWork,
  stray: { tourId: string; agentCalendarId: string; eventId: string },
): Promise<boolean> {
  const { ctx } = unit;
  const began = ctx.clock.now();
  const { tourId, agentCalendarId, eventId } = stray;
  const { calendar, loaded, target } = await transact(unit, async (unit) => ({
    calendar: await calendarOf(unit.tx, agentCalendarId),
    loaded: await loadTour(unit.tx, tourId),
    target: await loadTarget(unit, tourId),
  }));
  if (!calendar || !loaded) return false;
  const { tour } = loaded;
  const providerEventId = target?.event.providerEventId ?? null;
  if (target?.calendarId === calendar.calendarId && providerEventId === eventId) return true;
  // A tour that was cancelled here needs no event at all, so none has to be seen, and its agent needs no calendar.
  const needsNone = tour.status === 'cancelled' && !isCancelledInCalendar(tour);
  const ownEvent = needsNone ? null : target && (await findOwnEvent(unit, target));
  if (ownEvent === undefined) return false;
  const removed = await withSession(unit, calendar, async (session) => {
    const found = await session.get(calendar, eventId, tour);
    if (!found || found.cancelled || found.ref?.id !== tourId) return false;
    const isOfSeries = ownEvent ? found.seriesId === providerEventId : found.seriesId !== null;
    const isCopy = ownEvent ? found.insertionId === ownEvent.insertionId : !found.derivedId;
    if (isOfSeries || isCopy) return false;
    // Quiet: guests hear of the tour through its own event.
    await session.remove(calendar.calendarId, eventId, found.etag, { quiet: true });
    return true;
  });
  if (!removed) return true;
  await logSyncAlone(unit, {
    connectionId: calendar.connectionId,
    agentCalendarId,
    tourId,
    direction: 'outbound',
    operation: 'remove_stray',
    outcome: 'ok',
    began,
  });
  return true;
}

/** The tour's own event. Undefined: it is not seen, and a comparison is queued to find out why. */
async function findOwnEvent(
  unit: UnitOfWork,
  target: TargetCalendar,
): Promise<RemoteEvent | undefined> {
  const { providerEventId, tourId } = target.event;
  if (!providerEventId) return undefined;
  const { tour } = target.loaded;
  const known = await withSession(unit, target, (session) =>
    session.get(target, providerEventId, tour),
  );
  if (known && !known.cancelled) return known;
  await transact(unit, (unit) =>
    enqueueTourComparisons(unit, [{ propertyId: unit.scope.propertyId, tourId }]),
  );
  return undefined;
}

async function calendarOf(tx: Tx, agentCalendarId: string) {
  const [calendar] = await tx
    .select(calendarColumns)
    .from(agentCalendars)
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .where(eq(agentCalendars.id, agentCalendarId));
  return calendar;
}
