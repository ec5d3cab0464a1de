import { and, eq, inArray, isNull, lt, or } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asSystem } from '../../../db/scope.ts';
import {
  agentCalendars,
  calendarChannels,
  calendarConnections,
} from '../../../db/tables/calendars.ts';
import { organizationPayload } from '../../../jobs/contract.ts';
import { DAY_MS } from '../../../lib/iso.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { renewToken } from './access-token.ts';
import {
  giveUpCalendars,
  type ListedAccount,
  readAccount,
} from '../connecting/account-calendars.ts';
import { deleteChannels } from '../connecting/choose-calendars.ts';
import { checkHealthJob } from '../job-contracts.ts';
import { lockDefault } from '../receiving-calendar.ts';
import { deleteUnusedCalendars } from '../connecting/delete-unused-calendars.ts';
import { enqueueAlerts } from '../alerts/enqueue-alerts.ts';
import { CalendarError } from '../provider.ts';
import type { Connection } from '../connections/connection-state.ts';
import { accountFailureWords } from './refusal-of.ts';

/** Queues a health check of every connected account, also with a dead grant: a manager may have to be told. */
export async function enqueueHealthChecks(ctx: Context): Promise<number> {
  return asSystem(ctx.db, async (tx) => {
    const { id, organizationId, disconnectedAt } = calendarConnections;
    const rows = await tx
      .select({ connectionId: id, organizationId })
      .from(calendarConnections)
      .where(isNull(disconnectedAt));
    const payloads = rows.map(({ connectionId, organizationId }) => ({
      ...organizationPayload(organizationId),
      connectionId,
    }));
    await ctx.queue.enqueueAll(tx, checkHealthJob, payloads);
    return rows.length;
  });
}

/**
 * Checks that an account still lets us in [C6]: refreshes its token and makes a light call, which also shows calendars
 * that were lost. Alerts are queued if somebody must be told.
 * @throws CalendarError `rate_limited`: check again later.
 */
export async function checkHealth(unit: UnitOfWork, connectionId: string): Promise<void> {
  const { ctx } = unit;
  const [connection] = await transact(unit, ({ tx }) =>
    tx
      .select()
      .from(calendarConnections)
      .where(
        and(eq(calendarConnections.id, connectionId), isNull(calendarConnections.disconnectedAt)),
      ),
  );
  if (!connection) return;
  if (connection.tokenStatus !== 'revoked') await look(unit, connection);
  const channels = await transact(unit, async (unit) => {
    const { tx } = unit;
    await enqueueAlerts(unit, connection);
    const its = tx
      .select({ id: agentCalendars.id })
      .from(agentCalendars)
      .where(eq(agentCalendars.connectionId, connectionId));
    const before = ctx.clock.now() - 7 * DAY_MS;
    await tx.delete(calendarChannels).where(
      and(
        inArray(calendarChannels.agentCalendarId, its),
        or(
          lt(calendarChannels.stoppedAt, before),
          lt(calendarChannels.expiresAt, before),
          // The channel's opening was never answered.
          and(isNull(calendarChannels.expiresAt), lt(calendarChannels.createdAt, before)),
        ),
      ),
    );
    // Unused calendars were kept for their tours, which may be over by now.
    await lockDefault(tx, connection.profileId);
    return deleteUnusedCalendars(unit, connectionId);
  });
  await deleteChannels(unit, connection, channels);
}

async function look(unit: UnitOfWork, connection: Connection): Promise<void> {
  try {
    await renewToken(unit, connection.id);
    await note(unit, connection, null, await readAccount(unit, connection));
  } catch (error) {
    if (!(error instanceof CalendarError) || error.fault === 'rate_limited') throw error;
    unit.ctx.log.warn(
      { err: error, connectionId: connection.id },
      'the check of an account failed',
    );
    await note(unit, connection, accountFailureWords(error));
  }
}

async function note(
  unit: UnitOfWork,
  connection: Connection,
  healthCheckError: string | null,
  { listed, lost }: ListedAccount = { listed: [], lost: [] },
): Promise<void> {
  const { ctx } = unit;
  const { id } = connection;
  await transact(unit, async (unit) => {
    const { tx } = unit;
    await tx
      .update(calendarConnections)
      .set({ lastHealthCheckAt: ctx.clock.now(), healthCheckError })
      .where(and(eq(calendarConnections.id, id), isNull(calendarConnections.disconnectedAt)));
    await lockDefault(tx, connection.profileId);
    for (const { calendarId, summary, timezone, primary: isPrimary, writable } of listed)
      await tx
        .update(agentCalendars)
        .set({ summary, timezone, isPrimary, writable })
        .where(and(eq(agentCalendars.connectionId, id), eq(agentCalendars.calendarId, calendarId)));
    await giveUpCalendars(unit, connection, lost);
  });
}
