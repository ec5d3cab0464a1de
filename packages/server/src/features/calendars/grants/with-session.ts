import pLimit, { type LimitFunction } from 'p-limit';
import { requireNoTransaction, type UnitOfWork } from '../../../unit-of-work.ts';
import { CalendarError, type CalendarSession, type ProviderId } from '../provider.ts';
import { providerOf } from '../providers.ts';
import { accessTokenOf } from './access-token.ts';
import { asksToWait, pauseAccount } from './provider-pause.ts';

/** How much one process asks of one account at once [S1]; the others wait their turn. */
const callsAtOnce = 4;
const turns = new Map<string, LimitFunction>();

function turnAt(connectionId: string): LimitFunction {
  const turn = turns.get(connectionId) ?? pLimit(callsAtOnce);
  turns.set(connectionId, turn);
  return turn;
}

/**
 * Calls on a connected account. A refused token is refreshed and the call made once more: the caller's
 * function must bear being run twice, and must not call on the account in here itself. Not inside a transaction.
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

// Who has waited looks first whether the account was paused meanwhile.
async function callNow<T>(
  unit: UnitOfWork,
  connection: { connectionId: string; provider: ProviderId },
  use: (session: CalendarSession) => Promise<T>,
): Promise<T> {
  const { ctx } = unit;
  const provider = providerOf(ctx, connection.provider);
  const token = await accessTokenOf(unit, connection.connectionId);
  const again = async (error: unknown) => {
    const isRefused = error instanceof CalendarError && error.fault === 'unauthorized';
    if (!isRefused) throw error;
    const fresh = await accessTokenOf(unit, connection.connectionId, token);
    return use(provider.session(fresh));
  };
  try {
    return await use(provider.session(token)).catch(again);
  } catch (error) {
    if (asksToWait(error)) await pauseAccount(unit, connection.connectionId, error);
    throw error;
  }
}
