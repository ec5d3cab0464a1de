import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asTenant, type TenantScope } from '../../db/scope.ts';
import { calendarConnections } from '../../db/tables/calendars.ts';
import { accessTokenOf } from './access-token.ts';
import { CalendarError, type CalendarSession, type ProviderId } from './provider.ts';
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
  try {
    return await use(provider.session(token));
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    if (error.fault === 'rate_limited') await pauseFor(ctx, scope, connection.connectionId, error);
    if (error.fault !== 'unauthorized') throw error;
    const fresh = await accessTokenOf(ctx, scope, connection.connectionId, token);
    return use(provider.session(fresh));
  }
}

const usualPauseMs = 5_000;

// Who was told to wait tells the others: until then nobody on any server asks this account for anything.
async function pauseFor(
  ctx: Context,
  scope: TenantScope,
  connectionId: string,
  { retryAfterMs = usualPauseMs }: CalendarError,
): Promise<void> {
  const until = ctx.clock.now() + retryAfterMs;
  const { id, pausedUntil } = calendarConnections;
  await asTenant(ctx.db, scope, (tx) =>
    tx
      .update(calendarConnections)
      .set({ pausedUntil: until })
      .where(and(eq(id, connectionId), or(isNull(pausedUntil), lt(pausedUntil, until)))),
  );
}
