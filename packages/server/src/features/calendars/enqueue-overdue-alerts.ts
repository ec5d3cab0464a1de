import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asSystem } from '../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';
import { unitOfSweep } from '../../jobs/sweep.ts';
import { DAY_MS } from '../../lib/iso.ts';
import { transact } from '../../unit-of-work.ts';
import { enqueueAlerts } from './enqueue-alerts.ts';

/**
 * Asks, wherever a calendar has not synced for a day, whether somebody has to be told [C7].
 * @returns of how many agents.
 */
export async function enqueueOverdueAlerts(ctx: Context): Promise<number> {
  const dayAgo = ctx.clock.now() - DAY_MS;
  const { lastSyncedAt, organizationId, profileId } = agentCalendars;
  const overdue = await asSystem(ctx.db, (tx) =>
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
  for (const agent of overdue)
    await transact(unitOfSweep(ctx, agent.organizationId), (unit) => enqueueAlerts(unit, agent));
  return overdue.length;
}
