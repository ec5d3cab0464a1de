import { takeLocks } from '../../db/scope.ts';
import type { Tx } from '../../db/client.ts';

/**
 * Of those who change which calendar is an agent's default one at a time: it is unset in one row and set in another, and
 * only one row may have it. Taken after the connection's row is locked, and before any of its calendars.
 */
export const lockDefault = (tx: Tx, profileId: string): Promise<void> =>
  takeLocks(tx, [`default_calendar|${profileId}`]);
