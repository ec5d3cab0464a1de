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

/** An event that could not be taken away for so long stands in nobody's way. */
const longAgoMs = 92 * DAY_MS;

type Row = typeof eventRemovals.$inferSelect;

/**
 * Takes the event away that a row stands for, and then the row; or notes in it when to try again, or that it is given up.
 * @throws RetryLater while the event may still arrive, or the provider wants to be left alone.
 */
export async function takeEventAway(unit: UnitOfWork, removalId: string): Promise<void> {
  const [row] = await transact(unit, ({ tx }) =>
    tx.select().from(eventRemovals).where(eq(eventRemovals.id, removalId)),
  );
  if (!row || row.failedAt !== null) return;
  const { eventId, generation, arrivesUntil } = row;
  try {
    if (eventId === null) await removeTourEvent(unit, { ...row, generation: generation ?? 0 });
    else if (!(await removeStrayEvent(unit, { ...row, eventId })) && (await isToCome(unit, row))) {
      await postpone(unit, row, 'which event is the tour’s own is not known yet');
      return;
    }
  } catch (error) {
    if (asksToWait(error)) throw await later(unit, row, retryLater(error));
    if (!(error instanceof CalendarError)) throw error;
    // A dead grant comes back by a person, whenever that is.
    if (error.fault !== 'revoked') await noteFailure(unit, row, error);
    return;
  }
  const waitMs = arrivesUntil - unit.ctx.clock.now();
  if (waitMs > 0)
    throw await later(unit, row, new RetryLater(waitMs / 1000, 'the event may still arrive'));
  // Who has asked for it meanwhile has seen it since.
  await transact(unit, ({ tx }) =>
    tx
      .delete(eventRemovals)
      .where(and(eq(eventRemovals.id, removalId), eq(eventRemovals.asked, row.asked))),
  );
}

// Nobody writes the event of a tour that is over any more: what is undecided then stays so, and is in nobody's way.
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

// Nothing is wrong with it: it is never given up.
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
  const refused = isHopeless(err);
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

// One that was asked for meanwhile has another job, and begins anew.
const note = (unit: UnitOfWork, { id, asked }: Row, change: Partial<Row>) =>
  transact(unit, ({ tx }) =>
    tx
      .update(eventRemovals)
      .set(change)
      .where(and(eq(eventRemovals.id, id), eq(eventRemovals.asked, asked))),
  );

/** Asks again for every event that should long be away, where the account lets us in. */
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
      // Whichever they are: so many that can never be done must not hide the others.
      .orderBy(sql`random()`)
      .limit(500);
    await ctx.queue.enqueueAll(tx, removeEventJob, rows);
    return rows.length;
  });
}
