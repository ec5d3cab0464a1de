import { and, eq, isNull } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { mintOrganization } from '../../db/mint-scope.ts';
import { asSystem } from '../../db/scope.ts';
import {
  agentCalendars,
  calendarChannels,
  calendarConnections,
} from '../../db/tables/calendars.ts';
import { fingerprint, sameSecret } from '../../lib/crypto.ts';
import { isId } from '../../lib/ids.ts';
import { systemActor, type UnitOfWork } from '../../unit-of-work.ts';

/** The channel that a push names, and the secret that proves it. */
export interface ChannelProof {
  channelId: string;
  token: string;
  resourceId: string;
}

/** The channel of a push, with a unit of its organization; undefined if the push does not prove its channel. */
export async function unitOfChannel(ctx: Context, proof: ChannelProof | undefined) {
  const channel = proof && isId(proof.channelId) ? await find(ctx, proof.channelId) : undefined;
  // The secret is compared also if there is no such channel, so that both cases take the same time.
  const isKnown = sameSecret(
    fingerprint(proof?.token ?? ''),
    channel?.tokenHash ?? fingerprint(''),
  );
  const isElsewhere = channel?.resourceId && channel.resourceId !== proof?.resourceId;
  if (!channel || !isKnown || isElsewhere) return undefined;
  const scope = mintOrganization(channel.organizationId);
  const unit: UnitOfWork = { ctx, scope, actor: systemActor, test: false };
  return { ...channel, unit };
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
