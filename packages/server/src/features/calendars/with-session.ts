import type { Context } from '../../context.ts';
import type { TenantScope } from '../../db/scope.ts';
import { accessTokenOf } from './access-token.ts';
import { asksForPatience } from './patience.ts';
import { pauseAccount } from './pause-account.ts';
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
  const again = async (error: unknown) => {
    const isRefused = error instanceof CalendarError && error.fault === 'unauthorized';
    if (!isRefused) throw error;
    const fresh = await accessTokenOf(ctx, scope, connection.connectionId, token);
    return use(provider.session(fresh));
  };
  try {
    return await use(provider.session(token)).catch(again);
  } catch (error) {
    if (asksForPatience(error)) await pauseAccount(ctx, scope, connection.connectionId, error);
    throw error;
  }
}
