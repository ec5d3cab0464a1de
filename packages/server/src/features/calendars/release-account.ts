import { and, eq, isNotNull } from 'drizzle-orm';
import { asSystem, asSystemWithin } from '../../db/scope.ts';
import { calendarConnections, calendarReleases } from '../../db/tables/calendars.ts';
import { RetryLater } from '../../jobs/retry-later.ts';
import { seal, unseal } from '../../lib/crypto.ts';
import { DAY_MS } from '../../lib/iso.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { isComingBack, isUsed, turnAtGrant } from './grant-use.ts';
import { CalendarError, type CalendarFault, type CalendarProvider } from './provider.ts';
import { providerOf } from './providers.ts';
import { stopChannels } from './stop-channels.ts';
import { tokenPlace } from './token-place.ts';

type Release = typeof calendarReleases.$inferSelect;

/** Longer than ending a grant may take. */
const revokingMs = 15_000;
/** Until somebody who is at the provider's consent is back. */
const consentSeconds = 20;
/** Trying again will not stop the channel: it ends by itself, and what it says is refused. */
const unstoppable: CalendarFault[] = ['rejected', 'revoked', 'forbidden', 'not_found'];

/**
 * Tells the provider that a connection has ended [C5]: stops its channels, and ends the grant unless a connection, of
 * whatever organisation, lives by it. Done twice, it changes nothing. After a day it is given up, and the person told.
 * @param last channels that could not be stopped by now no longer hold up the end of the grant.
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
    const token = await endChannels(unit, provider, release, last || isLate);
    isEnded = await claimEnd(unit, release);
    if (isEnded) await provider.revoke(token);
  } catch (err) {
    if (!isLate || err instanceof RetryLater) throw err;
    await giveUp(unit, release, err);
  }
  const told = { refreshToken: null, ...(isEnded ? { revokingUntil: ctx.clock.now() } : {}) };
  await transact(unit, ({ tx }) =>
    tx.update(calendarReleases).set(told).where(eq(calendarReleases.id, releaseId)),
  );
}

/** @returns the token by which the grant is to be ended. */
async function endChannels(
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
    await stopChannels(provider.session(renewed.accessToken), release.channels);
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

// Whoever dies now needs the new one.
const keepToken = (unit: UnitOfWork, release: Release, token: string) =>
  transact(unit, ({ tx }) =>
    tx
      .update(calendarReleases)
      .set({ refreshToken: seal(unit.ctx.config.ENCRYPTION_KEYS, placeOf(release), token) })
      .where(eq(calendarReleases.id, release.id)),
  );

/** @returns false: the grant is to live on. Else nobody stores a new one of the account for a moment. */
const claimEnd = (unit: UnitOfWork, release: Release): Promise<boolean> =>
  transact(
    unit,
    async ({ ctx, tx, scope }) => {
      const now = ctx.clock.now();
      const lives = await asSystemWithin(tx, scope, async () => {
        if (await isUsed(tx, release)) return true;
        if (await isComingBack(tx, release, now))
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
    { locks: [turnAtGrant(release)] },
  );

/** Where the connection kept it. */
const placeOf = ({ organizationId, connectionId }: Release): string =>
  tokenPlace({ organizationId, id: connectionId }, 'refresh_token');

/** Nobody is asked to remove what another connection lives by. */
async function giveUp(unit: UnitOfWork, release: Release, err: unknown): Promise<void> {
  const { ctx } = unit;
  const { connectionId, accountEmail } = release;
  ctx.log.error({ err, connectionId }, 'a grant could not be given back');
  if (await asSystem(ctx.db, (tx) => isUsed(tx, release))) return;
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
