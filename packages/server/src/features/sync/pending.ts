import { and, eq, exists, gt, isNull, lt, ne, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/client.ts';
import { asSystem } from '../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';
import { calendarEvents, tourBookings } from '../../db/tables/tours.ts';
import { properties } from '../../db/tables/properties.ts';
import { enqueueAll } from '../../jobs/enqueue.ts';
import { DAY_MS, MINUTE_MS } from '../../lib/iso.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { syncTour } from '../tours/contracts.ts';

const workingCalendar = (tx: Tx) =>
  tx
    .select({ id: agentCalendars.id })
    .from(agentCalendars)
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .where(
      and(
        eq(agentCalendars.profileId, tourBookings.profileId),
        isNull(calendarConnections.disconnectedAt),
        ne(calendarConnections.tokenStatus, 'revoked'),
      ),
    );

/**
 * Puts every tour whose event is not as it should be on the queue again, also of a tour that was given, or cancelled,
 * lately: whatever became of its job, the tour reaches the calendar, or leaves it. Young ones are left to the job they
 * have, and those without a calendar to go to wait for one.
 */
export async function enqueueUnwritten(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  return asSystem(ctx.db, async (tx) => {
    const rows = await tx
      .select({
        tourId: calendarEvents.tourId,
        propertyId: calendarEvents.propertyId,
        organizationId: properties.organizationId,
      })
      .from(calendarEvents)
      .innerJoin(tourBookings, eq(tourBookings.id, calendarEvents.tourId))
      .innerJoin(properties, eq(properties.id, calendarEvents.propertyId))
      .where(
        and(
          ne(calendarEvents.syncStatus, 'synced'),
          lt(calendarEvents.updatedAt, now - 15 * MINUTE_MS),
          gt(tourBookings.endsAt, now - 7 * DAY_MS),
          exists(workingCalendar(tx)),
        ),
      )
      // Whichever they are: so many that can never be written must not hide the others.
      .orderBy(sql`random()`)
      .limit(500);
    const unbound = await unboundTours(tx, now);
    await ctx.queue.enqueueAll(tx, syncTour, [...rows, ...unbound]);
    return rows.length + unbound.length;
  });
}

// A server of the version before does not note which calendar receives its tours: comparing them does.
const unboundTours = (tx: Tx, now: number) =>
  tx
    .select({
      tourId: tourBookings.id,
      propertyId: tourBookings.propertyId,
      organizationId: tourBookings.organizationId,
    })
    .from(tourBookings)
    .where(
      and(
        isNull(tourBookings.receiver),
        gt(tourBookings.startsAt, now),
        eq(tourBookings.status, 'confirmed'),
        eq(tourBookings.test, false),
        exists(workingCalendar(tx)),
      ),
    )
    .limit(500);

/**
 * The same for one agent, at once: a calendar was just connected, or somebody does not want to wait. Cancelled tours
 * may have an event to lose.
 */
export async function enqueueAgentTours(unit: UnitOfWork, profileId: string): Promise<number> {
  return transact(unit, async (unit) => {
    const { ctx, tx } = unit;
    const rows = await tx
      .select({ tourId: calendarEvents.tourId })
      .from(calendarEvents)
      .innerJoin(tourBookings, eq(tourBookings.id, calendarEvents.tourId))
      .where(
        and(
          eq(tourBookings.profileId, profileId),
          gt(tourBookings.endsAt, ctx.clock.now()),
          ne(calendarEvents.syncStatus, 'synced'),
        ),
      );
    await enqueueAll(unit, syncTour, rows);
    return rows.length;
  });
}

/** The same for whoever these calendars belong to. */
export async function enqueueToursFor(
  unit: UnitOfWork,
  calendars: readonly { profileId: string }[],
): Promise<number> {
  let enqueued = 0;
  for (const profileId of new Set(calendars.map((calendar) => calendar.profileId)))
    enqueued += await enqueueAgentTours(unit, profileId);
  return enqueued;
}
