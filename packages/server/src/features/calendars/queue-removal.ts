import { sql } from 'drizzle-orm';
import { eventRemovals } from '../../db/tables/tours.ts';
import { declareJob, type TenantPayload } from '../../jobs/contract.ts';
import { enqueueAll } from '../../jobs/enqueue.ts';
import { MINUTE_MS } from '../../lib/iso.ts';
import type { OpenUnit } from '../../unit-of-work.ts';

/** Take an event of ours out of a calendar, which a row of `event_removals` stands for. Done by `sync`. */
export const removeEventJob = declareJob<TenantPayload & { removalId: string }>({
  name: 'remove-event',
  keyOf: ({ removalId }) => removalId,
  concurrency: 2,
  // What became of an attempt is in the row, and so is the next one: a job fails only where the database is away.
  retries: 3,
});

export interface Removal {
  agentCalendarId: string;
  tourId: string;
  /** The tour's. Absent: the unit's. */
  propertyId?: string;
  /** Of the event that we wrote, or may have; else `eventId`. */
  generation?: number;
  /** The provider's id of a second event. */
  eventId?: string;
  /** Until then it may still arrive: epoch ms. Absent: it is there. */
  arrivesUntil?: number;
}

/** Its job has until then, before the sweep asks for another. */
const ofItsJobMs = 15 * MINUTE_MS;

/**
 * Remembers that events are to be taken away, in the transaction that makes them too many, and asks for it: whatever
 * becomes of the jobs, the sweep finds the rows. First all rows in one order, then all jobs in theirs: who asks for the
 * same at once must not wait for one another.
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
        },
      })
      .returning({ removalId: table.id });
    asked.push({ propertyId, removalId: row!.removalId });
  }
  await enqueueAll(unit, removeEventJob, asked);
}

const keyOf = ({ agentCalendarId, tourId, generation, eventId }: Removal): string =>
  [agentCalendarId, tourId, generation, eventId].join();
