import { and, eq, isNotNull } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { asSystem, asSystemWithin } from '../../../db/scope.ts';
import {
  calendarConnections,
  calendarReleases,
  type OpenChannel,
} from '../../../db/tables/calendars.ts';
import { organizationPayload } from '../../../jobs/contract.ts';
import { enqueue } from '../../../jobs/enqueue.ts';
import { RetryLater } from '../../../jobs/retry-later.ts';
import { seal, unseal } from '../../../lib/crypto.ts';
import { newId } from '../../../lib/ids.ts';
import { DAY_MS } from '../../../lib/iso.ts';
import { type OpenUnit, transact, type UnitOfWork } from '../../../unit-of-work.ts';
import type { Connection } from '../connections/connection-state.ts';
import { releaseGrantJob } from '../job-contracts.ts';
import {
  CalendarError,
  type CalendarFault,
  type CalendarProvider,
  type CalendarSession,
} from '../provider.ts';
import { providerOf } from '../providers.ts';
import { grantLock, isGrantUsed, isReconnecting } from './grant-use.ts';
import { tokenPlace } from './token.ts';

/** Stops channels at the provider. A channel without the provider's id for it cannot be stopped; it ends by itself. */
export async function stopChannelsAtProvider(
  session: CalendarSession,
  channels: OpenChannel[],
): Promise<void> {
  await Promise.all(
    channels.map(async ({ id, resourceId }) => {
      if (resourceId !== null) await session.unwatch(id, resourceId);
    }),
  );
}

/**
 * Stores, and queues, what the provider must be told about a connection that ends in this transaction.
 * @param connection the connection as it was before its tokens were deleted.
 * @returns false: there is no refresh token, so the provider cannot be told anything.
 */
export async function enqueueRelease(
  unit: OpenUnit,
  connection: Connection,
  channels: OpenChannel[],
): Promise<boolean> {
  const { ctx, tx } = unit;
  const { organizationId } = unit.scope;
  const { provider, accountEmail, profileId, refreshToken, tokenStatus } = connection;
  if (!refreshToken || tokenStatus === 'revoked') return false;
  const id = newId();
  await tx.insert(calendarReleases).values({
    id,
    organizationId,
    connectionId: connection.id,
    profileId,
    provider,
    accountEmail,
    // The token stays sealed for the connection's place: disconnecting must work even if it cannot be unsealed.
    refreshToken,
    channels: channels.map(({ id: channelId, resourceId }) => ({ id: channelId, resourceId })),
    createdAt: ctx.clock.now(),
  });
  await enqueue(unit, releaseGrantJob, { releaseId: id });
  return true;
}

/** Queues again every release that is not done, in case its job was lost [C5]. @returns how many. */
export async function enqueueReleases(ctx: Context): Promise<number> {
  return asSystem(ctx.db, async (tx) => {
    const { id, organizationId, refreshToken } = calendarReleases;
    const due = await tx
      .select({ releaseId: id, organizationId })
      .from(calendarReleases)
      .where(isNotNull(refreshToken));
    await ctx.queue.enqueueAll(
      tx,
      releaseGrantJob,
      due.map(({ releaseId, organizationId }) => ({
        ...organizationPayload(organizationId),
        releaseId,
      })),
    );
    return due.length;
  });
}

type Release = typeof calendarReleases.$inferSelect;

/** Longer than the call that ends a grant may take. */
const revokingMs = 15_000;
/** The wait for a person who is at the provider's consent page. */
const consentSeconds = 20;
/** After these faults another try will not stop the channel. It ends by itself, and its pushes are refused. */
const unstoppable: CalendarFault[] = ['rejected', 'revoked', 'forbidden', 'not_found'];

/**
 * Tells the provider that a connection has ended [C5]: stops its channels, and ends the grant unless another connection
 * of any organization uses it. Idempotent. After a day it is given up, and the status page says what to do.
 * @param last the job's last try: channels that cannot be stopped no longer delay the end of the grant.
 * @throws CalendarError, RetryLater
 */
export async function releaseAccount(
  unit: UnitOfWork,
  releaseId: string,
  last: boolean,
): Promise<void> {
  const { ctx } = unit;
  const [release] = await transact(unit, ({ tx }) =>
    tx
      .select()
      .from(calendarReleases)
      .where(and(eq(calendarReleases.id, releaseId), isNotNull(calendarReleases.refreshToken))),
  );
  if (!release) return;
  const isLate = ctx.clock.now() - release.createdAt >= DAY_MS;
  let isEnded = false;
  try {
    const provider = providerOf(ctx, release.provider);
    const token = await endChannelsOfAccount(unit, provider, release, last || isLate);
    isEnded = await claimEnd(unit, release);
    if (isEnded) await provider.revoke(token);
  } catch (err) {
    if (!isLate || err instanceof RetryLater) throw err;
    await giveUp(unit, release, err);
  }
  const outcome = { refreshToken: null, ...(isEnded ? { revokingUntil: ctx.clock.now() } : {}) };
  await transact(unit, ({ tx }) =>
    tx.update(calendarReleases).set(outcome).where(eq(calendarReleases.id, releaseId)),
  );
}

/** @returns the refresh token with which the grant can be ended. */
async function endChannelsOfAccount(
  unit: UnitOfWork,
  provider: CalendarProvider,
  release: Release,
  last: boolean,
): Promise<string> {
  const { ctx } = unit;
  const token = unseal(ctx.config.ENCRYPTION_KEYS, placeOf(release), release.refreshToken!);
  if (release.channels.length === 0) return token;
  try {
    const renewed = await provider.refresh(token);
    if (renewed.refreshToken) await keepToken(unit, release, renewed.refreshToken);
    await stopChannelsAtProvider(provider.session(renewed.accessToken), release.channels);
    return renewed.refreshToken ?? token;
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    if (!last && !unstoppable.includes(error.fault)) throw error;
    ctx.log.warn(
      { err: error, connectionId: release.connectionId },
      'channels live on for a while',
    );
    return token;
  }
}

// If this process dies now, the next try needs the new token.
const keepToken = (unit: UnitOfWork, release: Release, token: string) =>
  transact(unit, ({ tx }) =>
    tx
      .update(calendarReleases)
      .set({ refreshToken: seal(unit.ctx.config.ENCRYPTION_KEYS, placeOf(release), token) })
      .where(eq(calendarReleases.id, release.id)),
  );

/** @returns false if the grant must stay. If true, no new grant of the account is stored for some seconds. */
const claimEnd = (unit: UnitOfWork, release: Release): Promise<boolean> =>
  transact(
    unit,
    async ({ ctx, tx, scope }) => {
      const now = ctx.clock.now();
      const lives = await asSystemWithin(tx, scope, async () => {
        if (await isGrantUsed(tx, release)) return true;
        if (await isReconnecting(tx, release, now))
          throw new RetryLater(consentSeconds, 'the account may be connected anew this moment');
        return false;
      });
      if (lives) return false;
      await tx
        .update(calendarReleases)
        .set({ revokingUntil: now + revokingMs })
        .where(eq(calendarReleases.id, release.id));
      return true;
    },
    { locks: [grantLock(release)] },
  );

/** The place in the connection that the token was sealed for. */
const placeOf = ({ organizationId, connectionId }: Release): string =>
  tokenPlace({ organizationId, id: connectionId }, 'refresh_token');

/** Gives up. If another connection uses the grant, nobody is asked to remove our access by hand. */
async function giveUp(unit: UnitOfWork, release: Release, err: unknown): Promise<void> {
  const { ctx } = unit;
  const { connectionId, accountEmail } = release;
  ctx.log.error({ err, connectionId }, 'a grant could not be given back');
  if (await asSystem(ctx.db, (tx) => isGrantUsed(tx, release))) return;
  await transact(unit, ({ tx }) =>
    tx
      .update(calendarConnections)
      .set({
        healthCheckError: `Our permission could not be given back. Remove it in the security settings of ${accountEmail}.`,
      })
      .where(
        and(
          eq(calendarConnections.id, connectionId),
          isNotNull(calendarConnections.disconnectedAt),
        ),
      ),
  );
}
