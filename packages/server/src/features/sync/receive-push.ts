import { and, eq, isNull } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { mintOrganization } from '../../db/mint-scope.ts';
import { asSystem, asTenant } from '../../db/scope.ts';
import {
  agentCalendars,
  calendarChannels,
  calendarConnections,
} from '../../db/tables/calendars.ts';
import { fingerprint, sameSecret } from '../../lib/crypto.ts';
import { AppError } from '../../lib/errors.ts';
import { isId } from '../../lib/ids.ts';
import { syncAgentCalendar } from '../calendars/contracts.ts';
import type { Push } from '../calendars/provider.ts';

/** A calendar told of more often than this is looked at once for all of it: a long burst costs a handful of looks. */
const breathMs = 1_000;

/**
 * Believes a push only with the secret of its channel, and asks for a sync: however many come, one waits and one
 * runs. The first is followed at once, the next not before the calendar has had its breath. Nothing is asked of the
 * provider here.
 * @param push absent: what came is no push of any provider's.
 * @throws AppError PUSH_REFUSED
 */
export async function receivePush(ctx: Context, push: Push | undefined): Promise<void> {
  const channel = push && isId(push.channelId) ? await find(ctx, push.channelId) : undefined;
  // Compared also when there is no such channel: both take as long.
  const known = sameSecret(fingerprint(push?.token ?? ''), channel?.tokenHash ?? fingerprint(''));
  const elsewhere = channel?.resourceId && channel.resourceId !== push?.resourceId;
  if (!push || !channel || !known || elsewhere) {
    ctx.metrics.pushes.inc({ outcome: 'refused' });
    ctx.log.warn({ channelId: push?.channelId.slice(0, 64) }, 'a push was refused');
    throw new AppError('PUSH_REFUSED', 'This channel is not known here, or its token is wrong.');
  }
  if (channel.resourceId === null) await learn(ctx, channel.organizationId, push);
  const changed = push.isNews && channel.stoppedAt === null;
  ctx.metrics.pushes.inc({ outcome: changed ? 'accepted' : 'ignored' });
  if (!changed) return;
  const { organizationId, agentCalendarId } = channel;
  const scope = mintOrganization(organizationId);
  const payload = { ...scope, agentCalendarId };
  const delaySeconds = secondsToWait(ctx.clock.now(), channel.lastAttemptAt);
  await asTenant(ctx.db, scope, (tx) =>
    ctx.queue.enqueue(tx, syncAgentCalendar, payload, { delaySeconds }),
  );
}

// Servers' clocks may differ: nobody waits longer than a breath for that.
function secondsToWait(now: number, lastAttemptAt: number | null): number {
  const leftMs = (lastAttemptAt ?? 0) + breathMs - now;
  return leftMs > 0 ? Math.ceil(Math.min(leftMs, breathMs) / 1000) : 0;
}

// The answer to opening it may have been lost, with its server even: then only this tells how it can be stopped.
async function learn(ctx: Context, organizationId: string, push: Push): Promise<void> {
  const { channelId, resourceId, expiresAt } = push;
  if (resourceId === '' || expiresAt === null) return;
  await asTenant(ctx.db, mintOrganization(organizationId), (tx) =>
    tx
      .update(calendarChannels)
      .set({ resourceId, expiresAt })
      .where(and(eq(calendarChannels.id, channelId), isNull(calendarChannels.resourceId))),
  );
}

async function find(ctx: Context, channelId: string) {
  const [channel] = await asSystem(ctx.db, (tx) =>
    tx
      .select({
        organizationId: calendarChannels.organizationId,
        agentCalendarId: calendarChannels.agentCalendarId,
        resourceId: calendarChannels.resourceId,
        tokenHash: calendarChannels.tokenHash,
        stoppedAt: calendarChannels.stoppedAt,
        lastAttemptAt: agentCalendars.lastAttemptAt,
      })
      .from(calendarChannels)
      .innerJoin(agentCalendars, eq(agentCalendars.id, calendarChannels.agentCalendarId))
      .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
      .where(and(eq(calendarChannels.id, channelId), isNull(calendarConnections.disconnectedAt))),
  );
  return channel;
}
