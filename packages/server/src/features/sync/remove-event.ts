import { and, eq, isNull, lt, ne, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asSystem } from '../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';
import { eventRemovals } from '../../db/tables/tours.ts';
import { RetryLater } from '../../jobs/retry-later.ts';
import { DAY_MS, MINUTE_MS } from '../../lib/iso.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { removeEvent } from '../calendars/queue-removal.ts';
import { removeStrayEvent } from './remove-stray.ts';
import { removeTourEvent } from './remove-tour-event.ts';

/** An event that could not be taken away for so long stands in nobody's way. */
const longAgoMs = 92 * DAY_MS;

/**
 * Takes the event away that a row stands for, and then the row.
 * @throws CalendarError, and RetryLater while the event may still arrive.
 */
export async function takeEventAway(unit: UnitOfWork, removalId: string): Promise<void> {
  const thisOne = eq(eventRemovals.id, removalId);
  const [removal] = await transact(unit, ({ tx }) =>
    tx.select().from(eventRemovals).where(thisOne),
  );
  if (!removal) return;
  const { eventId, generation } = removal;
  if (eventId !== null) await removeStrayEvent(unit, { ...removal, eventId });
  else await removeTourEvent(unit, { ...removal, generation: generation ?? 0 });
  const waitMs = removal.arrivesUntil - unit.ctx.clock.now();
  if (waitMs > 0) throw new RetryLater(waitMs / 1000, 'the event may still arrive');
  await transact(unit, ({ tx }) => tx.delete(eventRemovals).where(thisOne));
}

/** Asks again for every event that should long be away, where the account lets us in. */
export async function enqueueRemovals(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  return asSystem(ctx.db, async (tx) => {
    const { id, organizationId, propertyId, agentCalendarId, createdAt } = eventRemovals;
    await tx.delete(eventRemovals).where(lt(createdAt, now - longAgoMs));
    const rows = await tx
      .select({ removalId: id, organizationId, propertyId })
      .from(eventRemovals)
      .innerJoin(agentCalendars, eq(agentCalendars.id, agentCalendarId))
      .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
      .where(
        and(
          lt(createdAt, now - 15 * MINUTE_MS),
          isNull(calendarConnections.disconnectedAt),
          ne(calendarConnections.tokenStatus, 'revoked'),
        ),
      )
      // Whichever they are: so many that can never be done must not hide the others.
      .orderBy(sql`random()`)
      .limit(500);
    await ctx.queue.enqueueAll(tx, removeEvent, rows);
    return rows.length;
  });
}
