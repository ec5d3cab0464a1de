import { eq, sql } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';
import { type EventPlace, eventRemovals, type tourEvents } from '../../db/tables/tours.ts';
import { declareJob, type TenantPayload } from '../../jobs/contract.ts';
import { enqueueAll } from '../../jobs/enqueue.ts';
import { MINUTE_MS } from '../../lib/iso.ts';
import type { OpenUnit } from '../../unit-of-work.ts';

/** Does one removal, a row of `event_removals`. Its job is in `features/sync`. */
export const removeEventJob = declareJob<TenantPayload & { removalId: string }>({
  name: 'remove-event',
  keyOf: ({ removalId }) => removalId,
  concurrency: 2,
  // The row notes the result of each try and the time of the next. The job itself fails only if the database is away.
  retries: 3,
});

export interface Removal {
  agentCalendarId: string;
  tourId: string;
  /** The tour's property. Absent: the unit's. */
  propertyId?: string;
  /** The generation of an event that we wrote, or may have written. For other events: `eventId`. */
  generation?: number;
  /** The provider's id of a stray. */
  eventId?: string;
  /** Where the event stands, if not in the calendar itself. */
  elsewhere?: EventPlace;
  /** Until when a write of the event may still arrive, epoch ms. Absent: no write is on its way. */
  arrivesUntil?: number;
}

/** The time for a removal's first job; after it the sweep queues another. */
const ofItsJobMs = 15 * MINUTE_MS;

/**
 * Stores and queues removals, in the transaction that makes the events unwanted. If a job is lost, the sweep finds its
 * row. All rows are written in one order, then all jobs: transactions with the same removals must not deadlock.
 */
export async function queueRemovals(unit: OpenUnit, removals: readonly Removal[]): Promise<void> {
  const { ctx, tx, scope } = unit;
  const now = ctx.clock.now();
  const asked: { propertyId: string; removalId: string }[] = [];
  for (const removal of removals.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))) {
    const { arrivesUntil = now, propertyId = scope.propertyId } = removal;
    const { organizationId } = scope;
    const table = eventRemovals;
    const [row] = await tx
      .insert(table)
      .values({
        ...removal,
        organizationId,
        propertyId,
        arrivesUntil,
        createdAt: now,
        nextTryAt: now + ofItsJobMs,
      })
      .onConflictDoUpdate({
        target: [table.agentCalendarId, table.tourId, table.generation, table.eventId],
        set: {
          arrivesUntil: sql`greatest(${table.arrivesUntil}, excluded.arrives_until)`,
          asked: sql`${table.asked} + 1`,
          attempts: 0,
          failedAt: null,
          elsewhere: sql`excluded.elsewhere`,
        },
      })
      .returning({ removalId: table.id });
    asked.push({ propertyId, removalId: row!.removalId });
  }
  await enqueueAll(unit, removeEventJob, asked);
}

/**
 * The removal of a tour's event from the calendar where it was found, if it stands elsewhere. If the account that saw it
 * there is not connected any more, the account of the tour's calendar tries: it fails, and the team reads of it. If the
 * tour has no calendar, either, the removal waits until the account is connected again.
 */
export async function removalElsewhere(
  tx: Tx,
  event: typeof tourEvents.$inferSelect,
): Promise<Removal[]> {
  const { tourId, generation, providerEventId: eventId, elsewhere } = event;
  if (!elsewhere || !eventId) return [];
  const [seer] = await tx
    .select({ id: agentCalendars.id, disconnectedAt: calendarConnections.disconnectedAt })
    .from(agentCalendars)
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .where(eq(agentCalendars.id, elsewhere.agentCalendarId));
  const isConnected = seer?.disconnectedAt === null;
  const agentCalendarId = (isConnected ? null : event.agentCalendarId) ?? seer?.id;
  return agentCalendarId ? [{ tourId, agentCalendarId, generation, eventId, elsewhere }] : [];
}

const keyOf = ({ agentCalendarId, tourId, generation, eventId }: Removal): string =>
  [agentCalendarId, tourId, generation, eventId].join();
