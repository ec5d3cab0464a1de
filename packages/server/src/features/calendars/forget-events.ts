import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import { calendarEvents, tourBookings, toursEndAfter } from '../../db/tables/tours.ts';

const unlinked = { agentCalendarId: null, providerEventId: null, etag: null, agreed: null };

/**
 * Drops the link between the tours of one property and their events in calendars that are no longer ours to see.
 * The generation stays: connected again, the event that still stands there is found by the id derived from it. Nothing
 * is agreed any more, so that an event missing then is made anew instead of taking its tour along.
 */
export async function forgetEvents(
  tx: Tx,
  { profileId, calendarIds, now }: { profileId: string; calendarIds: string[]; now: number },
): Promise<void> {
  const inThem = inArray(calendarEvents.agentCalendarId, calendarIds);
  const toCome = tx.select({ id: tourBookings.id }).from(tourBookings).where(toursEndAfter(now));
  const ofAgent = tx
    .select({ id: tourBookings.id })
    .from(tourBookings)
    .where(and(eq(tourBookings.profileId, profileId), toursEndAfter(now)));
  await tx
    .update(calendarEvents)
    .set({
      ...unlinked,
      syncStatus: 'pending',
      // Whoever is writing one this moment, also for the first time, finds it changed and does not link it again.
      revision: sql`${calendarEvents.revision} + 1`,
      updatedAt: now,
    })
    .where(
      and(
        inArray(calendarEvents.tourId, toCome),
        or(
          inThem,
          and(isNull(calendarEvents.agentCalendarId), inArray(calendarEvents.tourId, ofAgent)),
        ),
      ),
    );
  // Nobody writes those that are over.
  await tx.update(calendarEvents).set(unlinked).where(inThem);
}
