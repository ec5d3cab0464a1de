import type { CalendarFault } from '../provider.ts';

/** The place of a sealed token. The ciphertext is bound to it, so it can be opened nowhere else. */
export const tokenPlace = (
  connection: { organizationId: string; id: string },
  field: 'access_token' | 'refresh_token',
): string => `${connection.organizationId}|calendar_connections.${connection.id}|${field}`;

export type TokenStatus = 'healthy' | 'expiring' | 'expired' | 'revoked';

interface TokenHealth {
  tokenStatus: TokenStatus;
  /** Epoch ms; null while refreshing works. */
  failingSince: number | null;
}

const dayMs = 86_400_000;

/** The grant's state after a refresh with this result: `revoked` if it is dead, `expired` after a day of failures. */
export function healthAfter(
  before: TokenHealth,
  fault: CalendarFault | null,
  now: number,
): TokenHealth {
  if (fault === null) return { tokenStatus: 'healthy', failingSince: null };
  const failingSince = before.failingSince ?? now;
  if (fault === 'revoked') return { tokenStatus: 'revoked', failingSince };
  return { tokenStatus: now - failingSince >= dayMs ? 'expired' : 'expiring', failingSince };
}

/** Whether anything can be asked of the account at all. */
export const isConnected = (status: TokenStatus): boolean =>
  status === 'healthy' || status === 'expiring';
