import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asTenant, type TenantScope } from '../../db/scope.ts';
import { calendarConnections } from '../../db/tables/calendars.ts';
import { accessTokenOf } from './access-token.ts';
import {
  CalendarError,
  type CalendarFault,
  type CalendarSession,
  type ProviderId,
} from './provider.ts';
import { providerOf } from './providers.ts';

/**
 * Calls on a connected account. A refused token is refreshed and the call made once more: the caller's
 * function must bear being run twice.
 * @throws CalendarError
 */
export async function withSession<T>(
  ctx: Context,
  scope: TenantScope,
  connection: { connectionId: string; provider: ProviderId },
  use: (session: CalendarSession) => Promise<T>,
): Promise<T> {
  const provider = providerOf(ctx, connection.provider);
  const token = await accessTokenOf(ctx, scope, connection.connectionId);
  const again = async (error: unknown) => {
    if (!isFault(error, 'unauthorized')) throw error;
    const fresh = await accessTokenOf(ctx, scope, connection.connectionId, token);
    return use(provider.session(fresh));
  };
  try {
    return await use(provider.session(token)).catch(again);
  } catch (error) {
    if (isFault(error, 'rate_limited')) await pauseFor(ctx, scope, connection.connectionId, error);
    throw error;
  }
}

const isFault = (error: unknown, fault: CalendarFault): error is CalendarError =>
  error instanceof CalendarError && error.fault === fault;

const [shortestPauseMs, longestPauseMs] = [2_000, 64_000];
/** However long a provider asks for, somebody looks in again. */
const longestWaitMs = 3_600_000;

// Who was told to wait tells the others: until then nobody on any server asks this account for anything. Where the
// provider names no time, each pause is twice the last.
async function pauseFor(
  ctx: Context,
  scope: TenantScope,
  connectionId: string,
  { retryAfterMs }: CalendarError,
): Promise<void> {
  const now = ctx.clock.now();
  const table = calendarConnections;
  await asTenant(ctx.db, scope, async (tx) => {
    const thisOne = eq(table.id, connectionId);
    const [last] = await tx.select().from(table).where(thisOne).for('update');
    if (!last || (last.pausedUntil ?? 0) > now) return;
    const isRecent = (last.pausedUntil ?? 0) > now - 2 * longestPauseMs;
    const doubled = isRecent ? 2 * (last.pausedForMs ?? 0) : 0;
    const grown = Math.min(Math.max(doubled, shortestPauseMs), longestPauseMs);
    const pausedForMs = Math.min(retryAfterMs ?? grown, longestWaitMs);
    await tx
      .update(table)
      .set({ pausedUntil: now + pausedForMs, pausedForMs })
      .where(thisOne);
  });
}
