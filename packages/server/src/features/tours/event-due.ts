import { eq, sql } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import { calendarEvents } from '../../db/tables/tours.ts';

type EventRow = typeof calendarEvents.$inferInsert;

/** Notes that a tour changed, so that its event has to be looked at; whoever is writing it must look again. */
export const eventDue = (tx: Tx, tourId: string, now: number, more: Partial<EventRow> = {}) =>
  tx
    .update(calendarEvents)
    .set({
      syncStatus: 'pending',
      ...more,
      revision: sql`${calendarEvents.revision} + 1`,
      updatedAt: now,
    })
    .where(eq(calendarEvents.tourId, tourId));
