import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { calendarConnections, calendarTokenRefreshes } from '../../../db/tables/calendars.ts';
import { seal, unseal } from '../../../lib/crypto.ts';
import { sleep } from '../../../lib/waiting.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { enqueueAlerts } from '../alerts/enqueue-alerts.ts';
import { enqueueWriteAgentTours } from '../enqueue-write-agent-tours.ts';
import { type AccessToken, CalendarError } from '../provider.ts';
import { providerOf } from '../providers.ts';
import { asksToWait, pauseAccount } from './provider-pause.ts';
import { accountFailureWords } from './refusal-of.ts';
import { healthAfter, isConnected, tokenPlace } from './token.ts';

type Connection = typeof calendarConnections.$inferSelect;

/** A token that expires within this time is refreshed before it is used. */
const marginMs = 5 * 60_000;
/** The time that one refresh may take; then another process may try. */
const leaseMs = 30_000;

/**
 * An access token that is valid for some minutes more. If many callers need a new token at once, on several servers,
 * one refreshes it and the others wait for the result.
 * @param refused a token that the provider has just refused; it is not used again.
 * @throws CalendarError `revoked` if the grant is dead, `unreachable` if it cannot be refreshed now.
 */
export async function accessTokenOf(
  unit: UnitOfWork,
  connectionId: string,
  refused?: string,
): Promise<string> {
  const { ctx } = unit;
  const giveUpAt = ctx.clock.now() + leaseMs;
  for (let waited = 25; ; waited = Math.min(waited * 2, 400)) {
    const connection = await load(unit, connectionId);
    const usable = usableToken(ctx, connection, refused);
    if (usable) return usable;
    const leased = await takeLease(unit, connection);
    if (leased) return refresh(unit, leased);
    if (ctx.clock.now() >= giveUpAt)
      throw new CalendarError(
        'unreachable',
        'Another server is refreshing this token for too long',
      );
    await sleep(waited);
  }
}

/**
 * Refreshes a token before it expires, to see that this works. Another server's refresh at the same moment counts, too.
 * @throws CalendarError
 */
export async function renewToken(unit: UnitOfWork, connectionId: string): Promise<void> {
  const { ctx } = unit;
  const connection = await load(unit, connectionId);
  const { accessToken } = connection;
  const place = tokenPlace(connection, 'access_token');
  const refused = accessToken ? unseal(ctx.config.ENCRYPTION_KEYS, place, accessToken) : undefined;
  await accessTokenOf(unit, connectionId, refused);
}

async function load(unit: UnitOfWork, id: string): Promise<Connection> {
  const { ctx } = unit;
  const [connection] = await transact(unit, ({ tx }) =>
    tx.select().from(calendarConnections).where(eq(calendarConnections.id, id)),
  );
  if (!connection || connection.disconnectedAt !== null)
    throw new CalendarError('revoked', 'The calendar is no longer connected');
  if (connection.tokenStatus === 'revoked')
    throw new CalendarError('revoked', 'The grant was revoked');
  const waitMs = (connection.pausedUntil ?? 0) - ctx.clock.now();
  if (waitMs > 0)
    throw new CalendarError('rate_limited', 'The provider asked for patience', {
      retryAfterMs: waitMs,
    });
  return connection;
}

function usableToken(ctx: Context, connection: Connection, refused?: string): string | null {
  const { accessToken, accessTokenExpiresAt } = connection;
  if (!accessToken || (accessTokenExpiresAt ?? 0) - marginMs <= ctx.clock.now()) return null;
  const token = unseal(
    ctx.config.ENCRYPTION_KEYS,
    tokenPlace(connection, 'access_token'),
    accessToken,
  );
  return token === refused ? null : token;
}

// The lease is given only if the stored token is still the one found unusable: after a refresh nobody needs a lease.
async function takeLease(unit: UnitOfWork, seen: Connection) {
  const { ctx } = unit;
  const now = ctx.clock.now();
  const table = calendarConnections;
  const [leased] = await transact(unit, ({ tx }) =>
    tx
      .update(table)
      .set({ refreshLeaseUntil: now + leaseMs })
      .where(
        and(
          eq(table.id, seen.id),
          seen.accessToken === null
            ? isNull(table.accessToken)
            : eq(table.accessToken, seen.accessToken),
          or(isNull(table.refreshLeaseUntil), lt(table.refreshLeaseUntil, now)),
        ),
      )
      .returning(),
  );
  return leased;
}

async function refresh(unit: UnitOfWork, connection: Connection): Promise<string> {
  const { ctx } = unit;
  const began = ctx.clock.now();
  try {
    if (!connection.refreshToken) throw new CalendarError('revoked', 'No refresh token is stored');
    const place = tokenPlace(connection, 'refresh_token');
    const stored = unseal(ctx.config.ENCRYPTION_KEYS, place, connection.refreshToken);
    const token = await providerOf(ctx, connection.provider).refresh(stored);
    await record(unit, connection, began, token, null);
    return token.accessToken;
  } catch (error) {
    const fault =
      error instanceof CalendarError
        ? error
        : new CalendarError('unreachable', 'The token could not be refreshed', { cause: error });
    await record(unit, connection, began, null, fault);
    if (asksToWait(fault)) await pauseAccount(unit, connection.id, fault);
    throw fault;
  }
}

async function record(
  unit: UnitOfWork,
  connection: Connection,
  began: number,
  token: AccessToken | null,
  error: CalendarError | null,
): Promise<void> {
  const { ctx } = unit;
  const now = ctx.clock.now();
  const health = healthAfter(connection, error?.fault ?? null, now);
  const outcome = token ? 'refreshed' : health.tokenStatus === 'revoked' ? 'revoked' : 'failed';
  ctx.metrics.tokenRefreshes.inc({ outcome });
  await transact(unit, async (unit) => {
    const { tx } = unit;
    await tx
      .update(calendarConnections)
      .set({
        ...health,
        ...(token ? sealTokens(ctx, connection, token, now) : {}),
        refreshLeaseUntil: null,
        lastHealthCheckAt: now,
        healthCheckError: error && accountFailureWords(error),
      })
      .where(
        and(
          eq(calendarConnections.id, connection.id),
          // If the account was connected anew meanwhile, a failure of the old grant must not change the new one.
          eq(calendarConnections.refreshLeaseUntil, connection.refreshLeaseUntil!),
        ),
      );
    await tx.insert(calendarTokenRefreshes).values({
      organizationId: connection.organizationId,
      connectionId: connection.id,
      at: now,
      durationMs: now - began,
      outcome,
      error: error?.message ?? null,
    });
    const isNews = health.tokenStatus !== connection.tokenStatus;
    if (!isNews || isConnected(health.tokenStatus)) return;
    await enqueueAlerts(unit, connection);
    // Unwritten tours go to another calendar of the agent's, if there is one.
    await enqueueWriteAgentTours(unit, connection.profileId);
  });
}

/** The columns of a sealed token. Without a new refresh token the stored one is not changed. */
export function sealTokens(
  ctx: Context,
  connection: { organizationId: string; id: string },
  token: AccessToken,
  now: number,
) {
  const sealed = (field: 'access_token' | 'refresh_token', value: string) =>
    seal(ctx.config.ENCRYPTION_KEYS, tokenPlace(connection, field), value);
  return {
    accessToken: sealed('access_token', token.accessToken),
    accessTokenExpiresAt: now + token.lifetimeMs,
    ...(token.refreshToken ? { refreshToken: sealed('refresh_token', token.refreshToken) } : {}),
  };
}
