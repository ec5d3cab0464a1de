import { and, eq, isNull } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asSystem } from '../../db/scope.ts';
import { calendarConnections } from '../../db/tables/calendars.ts';
import { unseal } from '../../lib/crypto.ts';
import { before } from '../../lib/pause.ts';
import type { CalendarSession } from './provider.ts';
import { providerOf } from './providers.ts';
import type { Connection } from './require-connection.ts';
import { tokenPlace } from './token-place.ts';

/** `kept`: another connection lives by the same grant. */
export type GrantEnd = 'revoked' | 'kept' | 'unconfirmed' | 'none';

export interface OpenChannel {
  id: string;
  resourceId: string | null;
}

/** A person waits for it, and what we had of them is gone either way. */
const patienceMs = 4_000;

/**
 * Tells the provider that we are gone, as far as it listens: stops channels, and ends the grant unless another
 * connection, of whatever organisation, uses the account.
 * @param connection as it was before its tokens were erased.
 */
export async function releaseAccount(
  ctx: Context,
  connection: Connection,
  channels: OpenChannel[],
): Promise<GrantEnd> {
  if (!connection.refreshToken || connection.tokenStatus === 'revoked') return 'none';
  const tokens = () => tokensOf(ctx, connection);
  const provider = () => providerOf(ctx, connection.provider);
  // Ending the grant may end its channels, or may not.
  await tried(ctx, connection, async () => {
    const { accessToken, refreshToken } = tokens();
    if (channels.length === 0) return;
    const token = accessToken ?? (await provider().refresh(refreshToken)).accessToken;
    await stopChannels(provider().session(token), channels);
  });
  if (await isUsed(ctx, connection)) return 'kept';
  const revoked = await tried(ctx, connection, () => provider().revoke(tokens().refreshToken));
  return revoked ? 'revoked' : 'unconfirmed';
}

export async function stopChannels(
  session: CalendarSession,
  channels: OpenChannel[],
): Promise<void> {
  await Promise.all(
    channels.map(async ({ id, resourceId }) => {
      if (resourceId !== null) await session.unwatch(id, resourceId);
    }),
  );
}

async function tried(
  ctx: Context,
  { id: connectionId }: Connection,
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await before(AbortSignal.timeout(patienceMs), work());
    return true;
  } catch (err) {
    ctx.log.warn({ err, connectionId }, 'an account could not be released');
    return false;
  }
}

function tokensOf(ctx: Context, connection: Connection) {
  const { accessToken, accessTokenExpiresAt, refreshToken } = connection;
  const open = (field: 'access_token' | 'refresh_token', sealed: string) =>
    unseal(ctx.config.ENCRYPTION_KEYS, tokenPlace(connection, field), sealed);
  const lives = (accessTokenExpiresAt ?? 0) > ctx.clock.now();
  return {
    accessToken: accessToken && lives ? open('access_token', accessToken) : null,
    refreshToken: open('refresh_token', refreshToken!),
  };
}

async function isUsed(
  ctx: Context,
  { provider, accountEmail }: Pick<Connection, 'provider' | 'accountEmail'>,
): Promise<boolean> {
  const others = await asSystem(ctx.db, (tx) =>
    tx
      .select({ id: calendarConnections.id })
      .from(calendarConnections)
      .where(
        and(
          eq(calendarConnections.provider, provider),
          eq(calendarConnections.accountEmail, accountEmail),
          isNull(calendarConnections.disconnectedAt),
        ),
      )
      .limit(1),
  );
  return others.length > 0;
}
