import type { CalendarFault } from '../provider.ts';

/** Where a sealed token lives: bound to the ciphertext, so that it opens nowhere else. */
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

/** What a refresh that ended so says of the grant: a dead one is `revoked`; failures age into `expired`. */
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
