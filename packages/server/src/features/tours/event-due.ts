import { inArray, sql } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import { calendarEvents } from '../../db/tables/tours.ts';

type EventRow = typeof calendarEvents.$inferInsert;

/** Notes that tours changed, so that their events have to be looked at; whoever is writing one must look again. */
export const eventsDue = (tx: Tx, tourIds: string[], now: number, more: Partial<EventRow> = {}) =>
  tx
    .update(calendarEvents)
    .set({
      syncStatus: 'pending',
      ...more,
      revision: sql`${calendarEvents.revision} + 1`,
      updatedAt: now,
    })
    .where(inArray(calendarEvents.tourId, tourIds));

export const eventDue = (tx: Tx, tourId: string, now: number, more?: Partial<EventRow>) =>
  eventsDue(tx, [tourId], now, more);
