import { eq } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { withSession } from '../../calendars/grants/with-session.ts';
import { calendarColumns } from '../../calendars/receiving-calendar.ts';
import { loadTarget } from './load-target.ts';
import { logSyncAlone } from '../sync-log.ts';
import { askForTours } from './changed-tours.ts';

/**
 * Removes a stray: a second event of a tour, which the provider let through or a change of agent left behind.
 * The tour's own event must be seen first: if it is not found, the stray may be that event, moved to another calendar
 * by its agent. Copies and series that a person made stay, since they are theirs.
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
  const [calendar, own] = await transact(unit, async ({ tx }) => [
    await calendarOf(tx, agentCalendarId),
    await loadTarget(tx, tourId),
  ]);
  if (!calendar || !own?.event.providerEventId) return false;
  const { providerEventId } = own.event;
  const { tour } = own.loaded;
  if (own.calendarId === calendar.calendarId && providerEventId === eventId) return true;
  const known = await withSession(unit, own, (session) => session.get(own, providerEventId, tour));
  if (!known || known.cancelled) {
    await transact(unit, (unit) =>
      askForTours(unit, [{ propertyId: unit.scope.propertyId, tourId }]),
    );
    return false;
  }
  const removed = await withSession(unit, calendar, async (session) => {
    const found = await session.get(calendar, eventId, tour);
    if (!found || found.cancelled || found.ref?.id !== tourId) return false;
    const isOfSeries = found.seriesId === providerEventId;
    const isCopy = found.insertionId === known.insertionId;
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

async function calendarOf(tx: Tx, agentCalendarId: string) {
  const [calendar] = await tx
    .select(calendarColumns)
    .from(agentCalendars)
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .where(eq(agentCalendars.id, agentCalendarId));
  return calendar;
}
