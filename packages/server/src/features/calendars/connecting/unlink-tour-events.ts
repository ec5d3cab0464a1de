import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { union } from 'drizzle-orm/pg-core';
import type { Tx } from '../../../db/client.ts';
import { becomeProperty, becomeSystem, becomeTenant } from '../../../db/scope.ts';
import { tourEvents, tourBookings, toursEndAfter } from '../../../db/tables/tours.ts';
import type { OpenUnit } from '../../../unit-of-work.ts';
import type { Connection } from '../connections/connection-state.ts';

const unlinked = { agentCalendarId: null, providerEventId: null, etag: null, agreed: null };

/**
 * Drops the link between an agent's tours and their events in calendars that are no longer ours to see. The generation
 * stays: connected again, the event that still stands there is found by the id derived from it. Nothing is agreed any more,
 * so that an event missing then is made anew instead of taking its tour along. The tours belong to several properties, and
 * each row yields to its own property only.
 */
export async function unlinkTourEvents(
  { ctx, tx, scope }: OpenUnit,
  { organizationId, profileId }: Connection,
  calendarIds: string[],
): Promise<void> {
  const now = ctx.clock.now();
  await becomeSystem(tx);
  const ofAgent = tx
    .select({ propertyId: tourBookings.propertyId })
    .from(tourBookings)
    .where(
      and(
        eq(tourBookings.profileId, profileId),
        eq(tourBookings.organizationId, organizationId),
        toursEndAfter(now),
      ),
    );
  const inThem = tx
    .select({ propertyId: tourEvents.propertyId })
    .from(tourEvents)
    .where(inArray(tourEvents.agentCalendarId, calendarIds));
  for (const { propertyId } of await union(ofAgent, inThem)) {
    await becomeProperty(tx, scope, propertyId);
    await unlinkAtProperty(tx, { profileId, calendarIds, now });
  }
  await becomeTenant(tx, scope);
}

async function unlinkAtProperty(
  tx: Tx,
  { profileId, calendarIds, now }: { profileId: string; calendarIds: string[]; now: number },
): Promise<void> {
  const inThem = inArray(tourEvents.agentCalendarId, calendarIds);
  const toCome = tx.select({ id: tourBookings.id }).from(tourBookings).where(toursEndAfter(now));
  const ofAgent = tx
    .select({ id: tourBookings.id })
    .from(tourBookings)
    .where(and(eq(tourBookings.profileId, profileId), toursEndAfter(now)));
  await tx
    .update(tourEvents)
    .set({
      ...unlinked,
      syncStatus: 'pending',
      // Whoever is writing one this moment, also for the first time, finds it changed and does not link it again.
      revision: sql`${tourEvents.revision} + 1`,
      updatedAt: now,
    })
    .where(
      and(
        inArray(tourEvents.tourId, toCome),
        or(inThem, and(isNull(tourEvents.agentCalendarId), inArray(tourEvents.tourId, ofAgent))),
      ),
    );
  // Nobody writes those that are over.
  await tx.update(tourEvents).set(unlinked).where(inThem);
}
