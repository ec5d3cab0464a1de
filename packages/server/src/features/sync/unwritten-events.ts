import { and, eq, exists, gt, isNull, lt, ne, type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/client.ts';
import { asSystem } from '../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';
import { mirrorEvents } from '../../db/tables/mirror.ts';
import { properties } from '../../db/tables/properties.ts';
import { tourEvents, tourBookings } from '../../db/tables/tours.ts';
import { organizationPayload } from '../../jobs/contract.ts';
import { enqueueAll } from '../../jobs/enqueue.ts';
import { DAY_MS, MINUTE_MS } from '../../lib/iso.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { syncTourJob } from '../tours/job-contracts.ts';
import { syncAppointmentJob } from './job-contracts.ts';
import { enqueueRemovals } from './tours/run-removal.ts';

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
 * Queues again every tour whose event is not written as it should be, also tours that ended or were cancelled in the
 * last week: so a lost job loses nothing. Rows younger than 15 minutes still have their job. Tours whose agent has no
 * calendar to write to wait for one.
 * @returns how many were queued.
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
          // A calendar that may only be read counts if the event stands in it: changes of the event are still followed.
          exists(
            workingCalendar(
              tx,
              sql`(${agentCalendars.writable} or ${agentCalendars.id} = ${tourEvents.agentCalendarId})`,
            ),
          ),
        ),
      )
      // At random: 500 tours that can never be written must not hide the others.
      .orderBy(sql`random()`)
      .limit(500);
    const unbound = await unboundTours(tx, now);
    await ctx.queue.enqueueAll(tx, syncTourJob, [...rows, ...unbound]);
    return rows.length + unbound.length;
  });
}

// Tours that a server of the previous version booked have no receiver. The comparison notes it.
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
 * Queues one agent's unwritten tours at once, since a calendar was just connected or somebody does not want to wait.
 * Cancelled tours count, too: their event may still have to be removed.
 * @returns how many were queued.
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

/** `enqueueAgentTours` for all agents whose calendars these are. */
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
 * Queues again every appointment whose change is not written, like `enqueueUnwrittenTours` for tours. Those that ended
 * more than a week ago are left alone: nobody looks at them any more.
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

/** Queues one agent's unwritten appointments at once, since a calendar was just connected. */
export async function enqueueAgentAppointments(unit: UnitOfWork, profileId: string): Promise<void> {
  await transact(unit, async (unit) => {
    const rows = await unit.tx
      .select({ appointmentId: table.id })
      .from(table)
      .where(and(eq(table.profileId, profileId), ne(table.syncStatus, 'synced')));
    await enqueueAll(unit, syncAppointmentJob, rows);
  });
}

/** The sweep: queues again every event that is still to be written into a calendar, or to be taken out of one. */
export async function enqueueUnwrittenEvents(ctx: Context): Promise<number> {
  const tours = await enqueueUnwrittenTours(ctx);
  const appointments = await enqueueUnwrittenAppointments(ctx);
  const removals = await enqueueRemovals(ctx);
  const all = tours + appointments + removals;
  if (all > 0)
    ctx.log.warn({ tours, appointments, removals }, 'what calendars still lack was queued again');
  return all;
}
