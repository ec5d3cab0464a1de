import { and, eq, exists, gt, isNull, lt, ne, type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/client.ts';
import { asSystem } from '../../db/scope.ts';
import { agentCalendars, calendarConnections, mirrorEvents } from '../../db/tables/calendars.ts';
import { properties } from '../../db/tables/properties.ts';
import { tourEvents, tourBookings } from '../../db/tables/tours.ts';
import { organizationPayload } from '../../jobs/contract.ts';
import { enqueueAll } from '../../jobs/enqueue.ts';
import { DAY_MS, MINUTE_MS } from '../../lib/iso.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { syncTourJob } from '../tours/job-contracts.ts';
import { syncAppointmentJob } from './job-contracts.ts';
import { enqueueRemovals } from './tours/remove-event.ts';

const workingCalendar = (tx: Tx, fit: SQL) =>
  tx
    .select({ id: agentCalendars.id })
    .from(agentCalendars)
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .where(
      and(
        eq(agentCalendars.profileId, tourBookings.profileId),
        fit,
        isNull(calendarConnections.disconnectedAt),
        ne(calendarConnections.tokenStatus, 'revoked'),
      ),
    );

/**
 * Puts every tour whose event is not as it should be on the queue again, also of a tour that was given, or cancelled,
 * lately: whatever became of its job, the tour reaches the calendar, or leaves it. Young ones are left to the job they
 * have, and those without a calendar that takes them wait for one.
 */
export async function enqueueUnwrittenTours(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  return asSystem(ctx.db, async (tx) => {
    const rows = await tx
      .select({
        tourId: tourEvents.tourId,
        propertyId: tourEvents.propertyId,
        organizationId: properties.organizationId,
      })
      .from(tourEvents)
      .innerJoin(tourBookings, eq(tourBookings.id, tourEvents.tourId))
      .innerJoin(properties, eq(properties.id, tourEvents.propertyId))
      .where(
        and(
          ne(tourEvents.syncStatus, 'synced'),
          lt(tourEvents.updatedAt, now - 15 * MINUTE_MS),
          gt(tourBookings.endsAt, now - 7 * DAY_MS),
          // What happened there to an event is followed also where nothing may be written.
          exists(
            workingCalendar(
              tx,
              sql`(${agentCalendars.writable} or ${agentCalendars.id} = ${tourEvents.agentCalendarId})`,
            ),
          ),
        ),
      )
      // Whichever they are: so many that can never be written must not hide the others.
      .orderBy(sql`random()`)
      .limit(500);
    const unbound = await unboundTours(tx, now);
    await ctx.queue.enqueueAll(tx, syncTourJob, [...rows, ...unbound]);
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
        exists(workingCalendar(tx, sql`${agentCalendars.writable}`)),
      ),
    )
    .orderBy(sql`random()`)
    .limit(500);

/**
 * The same for one agent, at once: a calendar was just connected, or somebody does not want to wait. Cancelled tours
 * may have an event to lose.
 */
export async function enqueueAgentTours(unit: UnitOfWork, profileId: string): Promise<number> {
  return transact(unit, async (unit) => {
    const { ctx, tx } = unit;
    const rows = await tx
      .select({ tourId: tourEvents.tourId })
      .from(tourEvents)
      .innerJoin(tourBookings, eq(tourBookings.id, tourEvents.tourId))
      .where(
        and(
          eq(tourBookings.profileId, profileId),
          gt(tourBookings.endsAt, ctx.clock.now()),
          ne(tourEvents.syncStatus, 'synced'),
        ),
      );
    await enqueueAll(unit, syncTourJob, rows);
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

const table = mirrorEvents;

/**
 * Puts every row of the mirror that was changed here and not written on the queue again, like `enqueueUnwrittenTours`
 * for tours. What lies far back is left alone: nobody looks there any more.
 */
export async function enqueueUnwrittenAppointments(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  return asSystem(ctx.db, async (tx) => {
    const rows = await tx
      .select({ id: table.id, organizationId: table.organizationId })
      .from(table)
      .innerJoin(agentCalendars, eq(agentCalendars.id, table.agentCalendarId))
      .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
      .where(
        and(
          ne(table.syncStatus, 'synced'),
          lt(table.updatedAt, now - 15 * MINUTE_MS),
          gt(table.endsAt, now - 7 * DAY_MS),
          isNull(calendarConnections.disconnectedAt),
          ne(calendarConnections.tokenStatus, 'revoked'),
        ),
      )
      .orderBy(sql`random()`)
      .limit(500);
    const payloads = rows.map(({ id, organizationId }) => ({
      ...organizationPayload(organizationId),
      appointmentId: id,
    }));
    await ctx.queue.enqueueAll(tx, syncAppointmentJob, payloads);
    return rows.length;
  });
}

/** The same for one agent, at once: a calendar was just connected. */
export async function enqueueAgentAppointments(unit: UnitOfWork, profileId: string): Promise<void> {
  await transact(unit, async (unit) => {
    const rows = await unit.tx
      .select({ appointmentId: table.id })
      .from(table)
      .where(and(eq(table.profileId, profileId), ne(table.syncStatus, 'synced')));
    await enqueueAll(unit, syncAppointmentJob, rows);
  });
}

/** Queues again what should long be in its calendar, and what should long be out of it. */
export async function enqueueUnwrittenEvents(ctx: Context): Promise<number> {
  const tours = await enqueueUnwrittenTours(ctx);
  const appointments = await enqueueUnwrittenAppointments(ctx);
  const removals = await enqueueRemovals(ctx);
  const all = tours + appointments + removals;
  if (all > 0)
    ctx.log.warn({ tours, appointments, removals }, 'what calendars still lack was queued again');
  return all;
}
