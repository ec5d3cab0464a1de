import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asSystem } from '../../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { messages } from '../../../db/tables/messages.ts';
import { propertyAgents } from '../../../db/tables/profiles.ts';
import { properties } from '../../../db/tables/properties.ts';
import { eventRemovals, tourBookings } from '../../../db/tables/tours.ts';
import { enqueueAll } from '../../../jobs/enqueue.ts';
import { unitOfSweep } from '../../../jobs/sweep.ts';
import { DAY_MS } from '../../../lib/iso.ts';
import { type OpenUnit, transact } from '../../../unit-of-work.ts';
import { checkAlertsJob } from '../job-contracts.ts';
import { isUntold, needsPerson } from './find-issues.ts';

/** Queues a check for alerts at every property that an agent shows. */
export async function enqueueAlerts(
  unit: OpenUnit,
  { profileId }: { profileId: string },
): Promise<void> {
  const shown = await unit.tx
    .select({ propertyId: propertyAgents.propertyId })
    .from(propertyAgents)
    .where(eq(propertyAgents.profileId, profileId));
  await enqueueAll(unit, checkAlertsJob, shown);
}

/**
 * Queues a check for alerts for every calendar that has not synced for a day [C7], and for every property with events
 * that a person must remove, or with messages that were given up and not told [N5]. As a sweep it also finds issues that
 * an alert of the day before held back.
 * @returns the number of agents and properties.
 */
export async function enqueueOverdueAlerts(ctx: Context): Promise<number> {
  const agents = await unsyncedAgents(ctx);
  for (const agent of agents)
    await transact(unitOfSweep(ctx, agent.organizationId), (unit) => enqueueAlerts(unit, agent));
  return agents.length + (await enqueueOfRemovals(ctx)) + (await enqueueOfMessages(ctx));
}

async function unsyncedAgents(ctx: Context) {
  const dayAgo = ctx.clock.now() - DAY_MS;
  const { lastSyncedAt, organizationId, profileId } = agentCalendars;
  return asSystem(ctx.db, (tx) =>
    tx
      .selectDistinct({ organizationId, profileId })
      .from(agentCalendars)
      .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
      .where(
        and(
          isNull(calendarConnections.disconnectedAt),
          or(
            lt(lastSyncedAt, dayAgo),
            and(isNull(lastSyncedAt), lt(calendarConnections.connectedAt, dayAgo)),
          ),
        ),
      ),
  );
}

async function enqueueOfRemovals(ctx: Context): Promise<number> {
  return asSystem(ctx.db, async (tx) => {
    const { organizationId, propertyId } = eventRemovals;
    const rows = await tx
      .selectDistinct({ organizationId, propertyId })
      .from(eventRemovals)
      .innerJoin(tourBookings, eq(tourBookings.id, eventRemovals.tourId))
      .innerJoin(agentCalendars, eq(agentCalendars.id, eventRemovals.agentCalendarId))
      .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
      .where(needsPerson(ctx.clock.now()));
    await ctx.queue.enqueueAll(tx, checkAlertsJob, rows);
    return rows.length;
  });
}

async function enqueueOfMessages(ctx: Context): Promise<number> {
  return asSystem(ctx.db, async (tx) => {
    const { propertyId } = messages;
    const rows = await tx
      .selectDistinct({ propertyId, organizationId: properties.organizationId })
      .from(messages)
      .innerJoin(properties, eq(properties.id, propertyId))
      .where(isUntold(tx, ctx.clock.now()));
    await ctx.queue.enqueueAll(tx, checkAlertsJob, rows);
    return rows.length;
  });
}
