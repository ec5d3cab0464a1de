import { and, eq, gt, isNull, lt, ne, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asSystem } from '../../db/scope.ts';
import {
  agentCalendars,
  calendarConnections,
  externalCalendarEvents,
} from '../../db/tables/calendars.ts';
import { ofOrganization } from '../../jobs/contract.ts';
import { enqueueAll } from '../../jobs/enqueue.ts';
import { DAY_MS, MINUTE_MS } from '../../lib/iso.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { syncAppointment } from './contracts.ts';

const table = externalCalendarEvents;

/**
 * Puts every row of the mirror that was changed here and not written on the queue again, like `enqueueUnwritten`
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
      ...ofOrganization(organizationId),
      appointmentId: id,
    }));
    await ctx.queue.enqueueAll(tx, syncAppointment, payloads);
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
    await enqueueAll(unit, syncAppointment, rows);
  });
}
