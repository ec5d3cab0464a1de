import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { union } from 'drizzle-orm/pg-core';
import type { Tx } from '../../../db/client.ts';
import { becomeProperty, becomeSystem, becomeTenant } from '../../../db/scope.ts';
import { tourEvents, tourBookings, toursEndAfter } from '../../../db/tables/tours.ts';
import type { OpenUnit } from '../../../unit-of-work.ts';
import type { Connection } from '../connections/connection-state.ts';

/**
 * The columns of a tour whose event we cannot see any more. A place elsewhere where the event was found stays, with the
 * event's id: no other event is created before that place was asked.
 */
const unlinked = {
  agentCalendarId: null,
  providerEventId: sql`case when ${tourEvents.elsewhere} is null then null else ${tourEvents.providerEventId} end`,
  etag: null,
  agreed: null,
};

/**
 * Unlinks an agent's tours from their events in calendars that we can no longer see. The generation stays: if the
 * calendar is connected again, the event is found by its derived id. The agreed state is deleted: an event that is
 * missing then is created anew and does not cancel its tour. Each property's rows are changed in that property's scope.
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
      // A job that is writing one of these events now, also a first one, finds the new revision and does not link it.
      revision: sql`${tourEvents.revision} + 1`,
      updatedAt: now,
    })
    .where(
      and(
        inArray(tourEvents.tourId, toCome),
        or(inThem, and(isNull(tourEvents.agentCalendarId), inArray(tourEvents.tourId, ofAgent))),
      ),
    );
  // Tours that are over are unlinked, too, but not marked `pending`: nobody writes them any more.
  await tx.update(tourEvents).set(unlinked).where(inThem);
}

/** Marks the standing tours to come whose events are in these calendars: each event is looked for. */
export async function askForTourEvents(
  { ctx, tx, scope }: OpenUnit,
  calendarIds: string[],
): Promise<void> {
  const now = ctx.clock.now();
  const inThem = inArray(tourEvents.agentCalendarId, calendarIds);
  await becomeSystem(tx);
  const properties = await tx
    .selectDistinct({ propertyId: tourEvents.propertyId })
    .from(tourEvents)
    .where(inThem)
    .orderBy(tourEvents.propertyId);
  for (const { propertyId } of properties) {
    await becomeProperty(tx, scope, propertyId);
    const standing = tx
      .select({ id: tourBookings.id })
      .from(tourBookings)
      .where(and(eq(tourBookings.status, 'confirmed'), toursEndAfter(now)));
    await tx
      .update(tourEvents)
      .set({ syncStatus: 'pending', updatedAt: now })
      .where(and(inThem, inArray(tourEvents.tourId, standing)));
  }
  await becomeTenant(tx, scope);
}
