import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asSystem } from '../../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { messages } from '../../../db/tables/messages.ts';
import { propertyAgents } from '../../../db/tables/profiles.ts';
import { properties } from '../../../db/tables/properties.ts';
import { enqueueAll } from '../../../jobs/enqueue.ts';
import { unitOfSweep } from '../../../jobs/sweep.ts';
import { DAY_MS } from '../../../lib/iso.ts';
import { type OpenUnit, transact } from '../../../unit-of-work.ts';
import { checkAlertsJob } from '../job-contracts.ts';
import { isUntold } from './find-issues.ts';

/** Asks, at every property an agent shows, whether somebody has to be told of their calendars. */
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
 * Asks, wherever a calendar has not synced for a day [C7], or nobody was told yet of a message that was given up [N5], whether somebody has to
 * be told: also later, where an alert of the day before held it back.
 * @returns of how many agents and properties.
 */
export async function enqueueOverdueAlerts(ctx: Context): Promise<number> {
  const agents = await unsyncedAgents(ctx);
  for (const agent of agents)
    await transact(unitOfSweep(ctx, agent.organizationId), (unit) => enqueueAlerts(unit, agent));
  return agents.length + (await enqueueOfMessages(ctx));
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
