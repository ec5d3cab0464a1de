import { sql } from 'drizzle-orm';
import { eventRemovals } from '../../db/tables/tours.ts';
import { declareJob, type TenantPayload } from '../../jobs/contract.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import type { OpenUnit } from '../../unit-of-work.ts';

/** Take an event of ours out of a calendar, which a row of `event_removals` stands for. Done by `sync`. */
export const removeEvent = declareJob<TenantPayload & { removalId: string }>({
  name: 'remove-event',
  keyOf: ({ removalId }) => removalId,
  concurrency: 2,
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

/**
 * Remembers that an event is to be taken away, in the transaction that makes it one too many, and asks for it: whatever
 * becomes of the job, the sweep finds the row.
 */
export async function queueRemoval(
  unit: OpenUnit,
  {
    agentCalendarId,
    tourId,
    propertyId = unit.scope.propertyId,
    generation,
    eventId,
    arrivesUntil = unit.ctx.clock.now(),
  }: Removal,
): Promise<void> {
  const { ctx, tx, scope } = unit;
  const table = eventRemovals;
  const [row] = await tx
    .insert(table)
    .values({
      organizationId: scope.organizationId,
      propertyId,
      tourId,
      agentCalendarId,
      generation,
      eventId,
      arrivesUntil,
      createdAt: ctx.clock.now(),
    })
    .onConflictDoUpdate({
      target: [table.agentCalendarId, table.tourId, table.generation, table.eventId],
      set: { arrivesUntil: sql`greatest(${table.arrivesUntil}, excluded.arrives_until)` },
    })
    .returning({ removalId: table.id });
  await enqueue(unit, removeEvent, { propertyId, removalId: row!.removalId });
}
