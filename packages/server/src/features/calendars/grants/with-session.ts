import pLimit, { type LimitFunction } from 'p-limit';
import { requireNoTransaction, type UnitOfWork } from '../../../unit-of-work.ts';
import { CalendarError, type CalendarSession, type ProviderId } from '../provider.ts';
import { providerOf } from '../providers.ts';
import { accessTokenOf } from './access-token.ts';
import { asksToWait, pauseAccount } from './provider-pause.ts';

/** The most calls that one process makes on one account at once [S1]; further calls wait. */
const callsAtOnce = 4;
const turns = new Map<string, LimitFunction>();

function turnAt(connectionId: string): LimitFunction {
  const turn = turns.get(connectionId) ?? pLimit(callsAtOnce);
  turns.set(connectionId, turn);
  return turn;
}

/**
 * Runs a function with a session of a connected account. If the token is refused, it is refreshed and the function runs
 * once more: it must bear that, and must not call `withSession` itself. Not inside a transaction.
 * @throws CalendarError
 */
export const withSession = <T>(
  unit: UnitOfWork,
  connection: { connectionId: string; provider: ProviderId },
  use: (session: CalendarSession) => Promise<T>,
): Promise<T> => {
  requireNoTransaction(unit);
  return turnAt(connection.connectionId)(() => callNow(unit, connection, use));
};

// After waiting for its turn, a call checks first whether the account was paused meanwhile.
async function callNow<T>(
  unit: UnitOfWork,
  connection: { connectionId: string; provider: ProviderId },
  use: (session: CalendarSession) => Promise<T>,
): Promise<T> {
  const { ctx } = unit;
  const provider = providerOf(ctx, connection.provider);
  const token = await accessTokenOf(unit, connection.connectionId);
  const retryWithFreshToken = async (error: unknown) => {
    const isRefused = error instanceof CalendarError && error.fault === 'unauthorized';
    if (!isRefused) throw error;
    const fresh = await accessTokenOf(unit, connection.connectionId, token);
    return use(provider.session(fresh));
  };
  try {
    return await use(provider.session(token)).catch(retryWithFreshToken);
  } catch (error) {
    if (asksToWait(error)) await pauseAccount(unit, connection.connectionId, error);
    throw error;
  }
}
