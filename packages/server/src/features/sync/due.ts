import { and, eq, exists, gt, isNull, lt, ne, not, or } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asSystem } from '../../db/scope.ts';
import {
  agentCalendars,
  calendarChannels,
  calendarConnections,
} from '../../db/tables/calendars.ts';
import { ofOrganization } from '../../jobs/contract.ts';
import { openChannel, syncAgentCalendar, syncPriority } from '../calendars/contracts.ts';
import { renewAheadMs } from './open-channel.ts';

/** Whom the last tick asked for was looked at just after it, and is due again at the next. */
const slack = 0.9;

/** The poll: asks for a sync of every calendar that has not been looked at for a while [S3]. */
export async function enqueueDueSyncs(ctx: Context): Promise<number> {
  const before = ctx.clock.now() - ctx.config.CALENDAR_POLL_SECONDS * 1000 * slack;
  return asSystem(ctx.db, async (tx) => {
    const due = await tx
      .select({ id: agentCalendars.id, organizationId: agentCalendars.organizationId })
      .from(agentCalendars)
      .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
      .where(
        and(
          working(ctx.clock.now()),
          or(isNull(agentCalendars.lastAttemptAt), lt(agentCalendars.lastAttemptAt, before)),
        ),
      );
    await ctx.queue.enqueueAll(tx, syncAgentCalendar, due.map(payloadOf), {
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
    await ctx.queue.enqueueAll(tx, openChannel, due.map(payloadOf));
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
  ...ofOrganization(organizationId),
  agentCalendarId: id,
});
