import { and, eq, isNull, lt, lte, ne, sql } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asSystem } from '../../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { eventRemovals } from '../../../db/tables/tours.ts';
import { decideRetry } from '../../../jobs/decide-retry.ts';
import { enqueue } from '../../../jobs/enqueue.ts';
import { RetryLater } from '../../../jobs/retry-later.ts';
import { DAY_MS } from '../../../lib/iso.ts';
import { storableError } from '../../../lib/storable-error.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { checkAlertsJob } from '../../calendars/job-contracts.ts';
import { asksToWait, retryLater } from '../../calendars/grants/provider-pause.ts';
import { CalendarError, isHopeless } from '../../calendars/provider.ts';
import { removeEventJob } from '../../calendars/queue-removal.ts';
import { loadTour } from '../../tours/load-tour.ts';
import { removeStrayEvent } from './remove-stray.ts';
import { removeTourEvent } from './remove-tour-event.ts';

/** A removal older than this is dropped: its event lies in the past and disturbs nobody. */
const longAgoMs = 92 * DAY_MS;

type Row = typeof eventRemovals.$inferSelect;

/**
 * Does one removal: removes the event, then deletes the row. If that fails, the row notes the next try, or that the
 * removal is given up.
 * @throws RetryLater if the event may still arrive, or the provider asked for a pause.
 */
export async function runRemoval(unit: UnitOfWork, removalId: string): Promise<void> {
  const [row] = await transact(unit, ({ tx }) =>
    tx.select().from(eventRemovals).where(eq(eventRemovals.id, removalId)),
  );
  if (!row || row.failedAt !== null) return;
  const { eventId, generation, elsewhere, arrivesUntil } = row;
  try {
    if (eventId === null || elsewhere)
      await removeTourEvent(unit, { ...row, generation: generation ?? 0 });
    else if (!(await removeStrayEvent(unit, { ...row, eventId })) && (await isToCome(unit, row))) {
      await postpone(unit, row, 'which event is the tour’s own is not known yet');
      return;
    }
  } catch (error) {
    if (asksToWait(error)) throw await later(unit, row, retryLater(error));
    if (!(error instanceof CalendarError)) throw error;
    // Only a person can renew a dead grant. The removal waits for that, however long it takes.
    if (error.fault !== 'revoked') await noteFailure(unit, row, error);
    return;
  }
  const waitMs = arrivesUntil - unit.ctx.clock.now();
  if (waitMs > 0)
    throw await later(unit, row, new RetryLater(waitMs / 1000, 'the event may still arrive'));
  // `asked` is new if somebody has asked for the removal meanwhile: the event was seen again, so the row stays.
  await transact(unit, ({ tx }) =>
    tx
      .delete(eventRemovals)
      .where(and(eq(eventRemovals.id, removalId), eq(eventRemovals.asked, row.asked))),
  );
}

// Only a tour to come is worth another look. After its end nobody writes its event any more, so that it would never be
// known which event is the tour's own.
const isToCome = (unit: UnitOfWork, { tourId }: Row): Promise<boolean> =>
  transact(unit, async ({ ctx, tx }) => {
    const tour = (await loadTour(tx, tourId))?.tour;
    const isOpen = tour?.status === 'confirmed' || tour?.status === 'cancelled';
    return isOpen && tour.endsAt > ctx.clock.now();
  });

async function later(unit: UnitOfWork, row: Row, reason: RetryLater): Promise<RetryLater> {
  await note(unit, row, { nextTryAt: unit.ctx.clock.now() + reason.seconds * 1000 });
  return reason;
}

// Nothing has failed: the removal is tried again and never given up.
async function postpone(unit: UnitOfWork, row: Row, lastError: string): Promise<void> {
  const now = unit.ctx.clock.now();
  const attempts = row.attempts + 1;
  const nextTryAt = decideRetry({ createdAt: now, attempts, refused: false }, now, Math.random())!;
  await note(unit, row, { attempts, nextTryAt, lastError });
}

async function noteFailure(outer: UnitOfWork, row: Row, err: CalendarError): Promise<void> {
  const { clock, log, metrics } = outer.ctx;
  const { id: removalId, createdAt, tourId } = row;
  const now = clock.now();
  const attempts = row.attempts + 1;
  const lastError = storableError(err);
  // A calendar that is not found now may come back, with the event. But an account that has never seen it will not.
  const seer = row.elsewhere?.agentCalendarId ?? row.agentCalendarId;
  const refused = isHopeless(err) && (err.fault !== 'not_found' || seer !== row.agentCalendarId);
  const nextTryAt = decideRetry({ createdAt, attempts, refused }, now, Math.random());
  if (nextTryAt !== null) {
    log.warn({ err, removalId, tourId, attempts }, 'an event could not be taken away yet');
    await note(outer, row, { attempts, nextTryAt, lastError });
    return;
  }
  log.error({ err, removalId, tourId, attempts }, 'an event that is to be away was given up');
  metrics.sync.inc({ direction: 'outbound', operation: 'remove', outcome: 'given_up' });
  await transact(outer, async (unit) => {
    await note(unit, row, { attempts, lastError, failedAt: now });
    await enqueue(unit, checkAlertsJob, { propertyId: row.propertyId });
  });
}

// Changes nothing if the removal was asked for again meanwhile: it has a new job and starts from the beginning.
const note = (unit: UnitOfWork, { id, asked }: Row, change: Partial<Row>) =>
  transact(unit, ({ tx }) =>
    tx
      .update(eventRemovals)
      .set(change)
      .where(and(eq(eventRemovals.id, id), eq(eventRemovals.asked, asked))),
  );

/**
 * Queues again every removal that is due, if its account lets us in.
 * @returns how many were queued.
 */
export async function enqueueRemovals(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  return asSystem(ctx.db, async (tx) => {
    const { id, organizationId, propertyId, agentCalendarId, createdAt, failedAt, nextTryAt } =
      eventRemovals;
    await tx.delete(eventRemovals).where(lt(createdAt, now - longAgoMs));
    const rows = await tx
      .select({ removalId: id, organizationId, propertyId })
      .from(eventRemovals)
      .innerJoin(agentCalendars, eq(agentCalendars.id, agentCalendarId))
      .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
      .where(
        and(
          lte(nextTryAt, now),
          isNull(failedAt),
          isNull(calendarConnections.disconnectedAt),
          ne(calendarConnections.tokenStatus, 'revoked'),
        ),
      )
      // At random: 500 removals that can never be done must not hide the others.
      .orderBy(sql`random()`)
      .limit(500);
    await ctx.queue.enqueueAll(tx, removeEventJob, rows);
    return rows.length;
  });
}
