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

/** Whom the last tick asked for was looked at just after it, and is due again at the next. */
const slack = 0.9;

/** How often the poll of a server ticks. */
export const pollTickSeconds = ({ CALENDAR_POLL_SECONDS }: Context['config']): number =>
  Math.max(1, CALENDAR_POLL_SECONDS / 60);

/**
 * A tick of the poll: of the calendars that are due, those that were looked at longest ago, and no more than keep it in
 * time. Thousands of them, asked for at once, would keep a server from everything else for a minute.
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
 * Asks for a sync of every calendar that has not been looked at for a while [S3].
 * @param most absent: of all that are due.
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

/** Channels are not renewed for us: every calendar without one for the next two days gets one [S3]. */
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

/** Something can be asked of the account now. */
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
