import { and, count, eq, exists, gt, isNull, lt, ne, not, or, sql } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asSystem } from '../../../db/scope.ts';
import {
  agentCalendars,
  calendarChannels,
  calendarConnections,
} from '../../../db/tables/calendars.ts';
import { organizationPayload } from '../../../jobs/contract.ts';
import { openChannelJob, syncCalendarJob, syncPriority } from '../../calendars/job-contracts.ts';
import { renewAheadMs } from './open-channel.ts';

/** A calendar is due after this part of the poll's period: its last sync began a little later than its tick. */
const slack = 0.9;

/** The seconds between two ticks of a server's poll. */
export const pollTickSeconds = ({ CALENDAR_POLL_SECONDS }: Context['config']): number =>
  Math.max(1, CALENDAR_POLL_SECONDS / 60);

/**
 * One tick of the poll: queues a sync for the due calendars that were synced longest ago, and for no more than keep
 * the poll in time. Thousands at once would keep a server from everything else for a minute.
 */
export async function enqueueDueShare(ctx: Context): Promise<number> {
  const { config } = ctx;
  const [counted] = await asSystem(ctx.db, (tx) =>
    tx
      .select({ all: count() })
      .from(agentCalendars)
      .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
      .where(working(ctx.clock.now())),
  );
  const ticks = (config.CALENDAR_POLL_SECONDS * slack) / pollTickSeconds(config);
  return enqueueDueSyncs(ctx, Math.ceil(counted!.all / ticks));
}

/**
 * Queues a sync for every calendar that is due: not synced for about one period of the poll [S3].
 * @param most the greatest number of calendars; absent: all that are due.
 * @returns how many were queued.
 */
export async function enqueueDueSyncs(ctx: Context, most?: number): Promise<number> {
  const before = ctx.clock.now() - ctx.config.CALENDAR_POLL_SECONDS * 1000 * slack;
  return asSystem(ctx.db, async (tx) => {
    const found = tx
      .select({ id: agentCalendars.id, organizationId: agentCalendars.organizationId })
      .from(agentCalendars)
      .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
      .where(
        and(
          working(ctx.clock.now()),
          or(isNull(agentCalendars.lastAttemptAt), lt(agentCalendars.lastAttemptAt, before)),
        ),
      )
      .orderBy(sql`${agentCalendars.lastAttemptAt} nulls first`);
    const due = await (most === undefined ? found : found.limit(most));
    await ctx.queue.enqueueAll(tx, syncCalendarJob, due.map(payloadOf), {
      priority: syncPriority.poll,
    });
    return due.length;
  });
}

/**
 * Queues the opening of a channel for every calendar that has none for the next two days [S3]: providers do not renew
 * channels by themselves.
 * @returns how many were queued.
 */
export async function enqueueChannelRenewals(ctx: Context): Promise<number> {
  if (ctx.config.WEBHOOK_URL === undefined) return 0;
  const now = ctx.clock.now();
  return asSystem(ctx.db, async (tx) => {
    const lasting = tx
      .select({ id: calendarChannels.id })
      .from(calendarChannels)
      .where(
        and(
          eq(calendarChannels.agentCalendarId, agentCalendars.id),
          isNull(calendarChannels.stoppedAt),
          gt(calendarChannels.expiresAt, now + renewAheadMs),
        ),
      );
    const due = await tx
      .select({ id: agentCalendars.id, organizationId: agentCalendars.organizationId })
      .from(agentCalendars)
      .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
      .where(
        and(
          working(now),
          or(isNull(agentCalendars.watchAfter), lt(agentCalendars.watchAfter, now)),
          not(exists(lasting)),
        ),
      );
    await ctx.queue.enqueueAll(tx, openChannelJob, due.map(payloadOf));
    return due.length;
  });
}

/** SQL: the account can be asked now. */
const working = (now: number) =>
  and(
    isNull(calendarConnections.disconnectedAt),
    ne(calendarConnections.tokenStatus, 'revoked'),
    or(isNull(calendarConnections.pausedUntil), lt(calendarConnections.pausedUntil, now)),
  );

const payloadOf = ({ id, organizationId }: { id: string; organizationId: string }) => ({
  ...organizationPayload(organizationId),
  agentCalendarId: id,
});
