import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/client.ts';
import { asSystem } from '../../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { tourEvents, tourBookings } from '../../../db/tables/tours.ts';
import { enqueue, enqueueAll } from '../../../jobs/enqueue.ts';
import { DAY_MS } from '../../../lib/iso.ts';
import { noteChange, transact, type UnitOfWork } from '../../../unit-of-work.ts';
import {
  CalendarError,
  type CalendarSession,
  type ChangesPage,
  type ChangesQuery,
} from '../../calendars/provider.ts';
import { checkHealthJob } from '../../calendars/job-contracts.ts';
import { failureWords } from '../../calendars/grants/refusal-of.ts';
import { withSession } from '../../calendars/grants/with-session.ts';
import { applyChanges, deleteUnseenEvents, type MirroredCalendar } from './apply-changes.ts';
import { verifyTourJob } from '../job-contracts.ts';
import { calendarColumns } from '../../calendars/receiving-calendar.ts';
import { countIdlePoll, logSync, logSyncAlone } from '../sync-log.ts';
import {
  enqueueTourComparisons,
  isEventOfAgentsTour,
  loadNamedTours,
  loadToursInCalendar,
  namesKnownTour,
  queueStraysAndFindChanged,
} from '../tours/changed-tours.ts';

const behindMs = 35 * DAY_MS;
/** A full listing looks 200 days ahead and serves until only `leastAheadMs` is left. The longest horizon is 90 days. */
const aheadMs = 200 * DAY_MS;
const leastAheadMs = 100 * DAY_MS;

type Calendar = NonNullable<Awaited<ReturnType<typeof load>>>;

/** The state of one sync. */
interface Run {
  calendar: Calendar;
  /** Null: this sync is a full listing. */
  cursor: string | null;
  from: number;
  to: number;
  syncRun: number;
  changed: number;
  /** Etags of the tour events that a full listing named, by event id. Empty if there is a cursor. */
  listed: Map<string, string>;
}

/**
 * Updates the mirror of one calendar and queues its changed tours [S2, S4, S6]: from the changes since the cursor, or
 * from a full listing. Each page is one transaction. The cursor is saved with the last page, so that a sync that
 * dies is repeated from the old cursor and nothing is lost.
 * @returns how many events changed.
 * @throws CalendarError
 */
export async function syncCalendar(unit: UnitOfWork, agentCalendarId: string): Promise<number> {
  const { ctx } = unit;
  const calendar = await load(unit, agentCalendarId);
  if (!calendar || calendar.disconnectedAt !== null) return 0;
  const began = ctx.clock.now();
  await note(unit, agentCalendarId, { lastAttemptAt: began });
  const covered = (calendar.mirroredUntil ?? 0) - leastAheadMs >= began;
  try {
    if (calendar.syncToken !== null && covered)
      try {
        return await run(unit, calendar, calendar.syncToken);
      } catch (error) {
        if (!(error instanceof CalendarError) || error.fault !== 'cursor_expired') throw error;
        await note(unit, agentCalendarId, { syncToken: null });
        calendar.syncToken = null;
      }
    return await run(unit, calendar, null);
  } catch (error) {
    await noteFailure(unit, calendar, error, began);
    throw error;
  }
}

async function run(unit: UnitOfWork, calendar: Calendar, cursor: string | null): Promise<number> {
  const { ctx } = unit;
  const began = ctx.clock.now();
  const syncRun = cursor === null ? await nextRun(unit, calendar) : calendar.syncRun;
  const state: Run = {
    calendar,
    cursor,
    from: began - behindMs,
    to: began + aheadMs,
    syncRun,
    changed: 0,
    listed: new Map(),
  };
  const query = { cursor, between: { from: state.from, to: state.to } };
  let page: string | null = null;
  do {
    const found = await ask(unit, calendar, { ...query, page });
    // Another sync has gone further meanwhile: this page is older than the mirror.
    if (!(await applyPage(unit, state, found, began))) return state.changed;
    page = found.nextPage;
  } while (page !== null);
  return state.changed;
}

const ask = (unit: UnitOfWork, calendar: Calendar, query: ChangesQuery) =>
  withSession(unit, calendar, (session: CalendarSession) => session.changes(calendar, query));

async function applyPage(
  unit: UnitOfWork,
  state: Run,
  page: ChangesPage,
  began: number,
): Promise<boolean> {
  const { ctx } = unit;
  const { calendar, syncRun } = state;
  const known = await loadNamedTours(ctx, calendar.organizationId, page.events);
  const whose = { profileId: calendar.profileId, now: ctx.clock.now() };
  const [tours, others] = [
    page.events.filter((event) => namesKnownTour(known, event)),
    // A deleted series is named once. Its instances in the mirror must go, also if it was a tour's own event.
    page.events.filter((event) => event.cancelled || !isEventOfAgentsTour(known, event, whose)),
  ];
  if (state.cursor === null) for (const { eventId, etag } of tours) state.listed.set(eventId, etag);
  const last = page.nextPage === null;
  const unlisted = last && state.cursor === null ? await missingTours(ctx, state) : [];
  const unverified = last ? await unverifiedTours(ctx, calendar) : [];
  return transact(unit, async (unit) => {
    const { tx } = unit;
    const { agentCalendarId } = calendar;
    const showTitles = await stillShows(tx, state);
    if (showTitles === undefined) return false;
    const mirroredCalendar: MirroredCalendar = { ...calendar, showTitles, syncRun };
    state.changed += await applyChanges(unit, mirroredCalendar, others);
    state.changed += tours.length;
    const different = await queueStraysAndFindChanged(unit, calendar, known, tours);
    await enqueueTourComparisons(unit, [...different, ...unlisted]);
    await enqueueAll(unit, verifyTourJob, unverified);
    if (page.events.length > 0 || state.cursor === null) noteChange(unit, calendar.profileId);
    if (!last) return true;
    if (state.cursor === null)
      state.changed += await deleteUnseenEvents(tx, mirroredCalendar, state.to);
    await tx
      .update(agentCalendars)
      .set({
        syncToken: page.cursor,
        lastSyncedAt: began,
        lastError: null,
        failingSince: null,
        ...(state.cursor === null ? { mirroredUntil: state.to } : {}),
      })
      .where(eq(agentCalendars.id, agentCalendarId));
    if (state.cursor !== null && state.changed === 0)
      await countIdlePoll(unit, calendar.connectionId);
    else
      await logSync(unit, {
        connectionId: calendar.connectionId,
        agentCalendarId,
        direction: 'inbound',
        operation: state.cursor === null ? 'full_sync' : 'sync',
        outcome: 'ok',
        items: state.changed,
        began,
      });
    return true;
  });
}

// Locks the calendar's row to the end of the page's transaction, and reads whether titles are shown now. Undefined if
// another sync has changed the cursor or the run meanwhile: this one must stop.
async function stillShows(
  tx: Tx,
  { calendar, cursor, syncRun }: Run,
): Promise<boolean | undefined> {
  const { syncToken, showTitles } = agentCalendars;
  const [now] = await tx
    .select({ syncToken, showTitles, syncRun: agentCalendars.syncRun })
    .from(agentCalendars)
    .where(eq(agentCalendars.id, calendar.agentCalendarId))
    // This lock does not block foreign key checks: linking an event to this calendar need not wait.
    .for('no key update');
  const isOurs = now?.syncRun === syncRun && (cursor === null || now.syncToken === cursor);
  return isOurs ? now.showTitles : undefined;
}

// The tours whose event the full listing did not name, or named with another etag: an event that was deleted while the
// cursor was dead appears in no listing.
async function missingTours(ctx: Context, { calendar, to, listed }: Run) {
  const ours = await loadToursInCalendar(ctx, calendar.agentCalendarId, to);
  return ours.filter(
    ({ providerEventId, etag }) => !providerEventId || listed.get(providerEventId) !== etag,
  );
}

const unverifiedTours = (ctx: Context, { profileId, organizationId }: Calendar) =>
  asSystem(ctx.db, (tx) =>
    tx
      .select({ tourId: tourBookings.id, propertyId: tourBookings.propertyId })
      .from(tourBookings)
      .innerJoin(tourEvents, eq(tourEvents.tourId, tourBookings.id))
      .where(
        and(
          eq(tourBookings.profileId, profileId),
          eq(tourBookings.organizationId, organizationId),
          // Written as in the partial index, so that Postgres uses it.
          sql`${tourBookings.unverified}`,
          eq(tourBookings.status, 'confirmed'),
          gt(tourBookings.endsAt, ctx.clock.now()),
        ),
      ),
  );

async function load(unit: UnitOfWork, agentCalendarId: string) {
  const [calendar] = await transact(unit, ({ tx }) =>
    tx
      .select({
        ...calendarColumns,
        organizationId: agentCalendars.organizationId,
        profileId: agentCalendars.profileId,
        writable: agentCalendars.writable,
        syncToken: agentCalendars.syncToken,
        syncRun: agentCalendars.syncRun,
        mirroredUntil: agentCalendars.mirroredUntil,
        disconnectedAt: calendarConnections.disconnectedAt,
      })
      .from(agentCalendars)
      .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
      .where(eq(agentCalendars.id, agentCalendarId)),
  );
  return calendar;
}

async function nextRun(unit: UnitOfWork, { agentCalendarId }: Calendar) {
  const [row] = await transact(unit, ({ tx }) =>
    tx
      .update(agentCalendars)
      .set({ syncRun: sql`${agentCalendars.syncRun} + 1` })
      .where(eq(agentCalendars.id, agentCalendarId))
      .returning({ syncRun: agentCalendars.syncRun }),
  );
  if (!row) throw new CalendarError('not_found', 'The calendar was disconnected meanwhile');
  return row.syncRun;
}

const note = (unit: UnitOfWork, id: string, what: Partial<typeof agentCalendars.$inferInsert>) =>
  transact(unit, ({ tx }) => tx.update(agentCalendars).set(what).where(eq(agentCalendars.id, id)));

async function noteFailure(
  unit: UnitOfWork,
  { agentCalendarId, connectionId, writable }: Calendar,
  error: unknown,
  began: number,
): Promise<void> {
  await transact(unit, async (unit) => {
    const { tx } = unit;
    // The check finds out whether the calendar is lost. Its tours must not wait for the next one, six hours away.
    if (writable && error instanceof CalendarError && error.fault === 'not_found')
      await enqueue(unit, checkHealthJob, { connectionId });
    const failing = eq(agentCalendars.id, agentCalendarId);
    await tx
      .update(agentCalendars)
      .set({ lastError: failureWords(error) })
      .where(failing);
    await tx
      .update(agentCalendars)
      .set({ failingSince: began })
      .where(and(failing, isNull(agentCalendars.failingSince)));
  });
  await logSyncAlone(unit, {
    connectionId,
    agentCalendarId,
    direction: 'inbound',
    operation: 'sync',
    outcome: 'failed',
    error: error instanceof Error ? error.message : 'unknown',
    began,
  });
}
