/**
 * One grant stands behind all connections of an account, of whatever organisation, and ending it ends what was granted
 * anew a moment ago, too. So who ends one and who connects take turns, and the second sees what the first did.
 */
import { and, eq, gt, isNull, ne, or } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import {
  calendarConnections,
  calendarReleases,
  oauthStates,
} from '../../../db/tables/calendars.ts';
import type { ProviderId } from '../provider.ts';

export interface Account {
  provider: ProviderId;
  accountEmail: string;
}

/** The advisory lock of an account, to be held to the end of the transaction. */
export const grantLock = ({ provider, accountEmail }: Account): string =>
  `grant|${provider}|${accountEmail}`;

/** How long a consent may take from its return to what is stored of it. */
const storingMs = 60_000;

/** Some connection lives by it, and is alive. The system asks. */
export async function isUsed(tx: Tx, { provider, accountEmail }: Account): Promise<boolean> {
  const users = await tx
    .select({ id: calendarConnections.id })
    .from(calendarConnections)
    .where(
      and(
        eq(calendarConnections.provider, provider),
        eq(calendarConnections.accountEmail, accountEmail),
        isNull(calendarConnections.disconnectedAt),
        ne(calendarConnections.tokenStatus, 'revoked'),
      ),
    )
    .limit(1);
  return users.length > 0;
}

/** Its agent is at the provider's consent this moment, perhaps for this very account. The system asks. */
export async function isReconnecting(
  tx: Tx,
  { provider, profileId }: { provider: ProviderId; profileId: string },
  now: number,
): Promise<boolean> {
  const { connectedAt, consumedAt, expiresAt } = oauthStates;
  const open = await tx
    .select({ id: oauthStates.id })
    .from(oauthStates)
    .where(
      and(
        eq(oauthStates.profileId, profileId),
        eq(oauthStates.provider, provider),
        isNull(connectedAt),
        or(and(isNull(consumedAt), gt(expiresAt, now)), gt(consumedAt, now - storingMs)),
      ),
    )
    .limit(1);
  return open.length > 0;
}

/** What was granted since then may have been ended at once. The system asks. */
export async function mayHaveEnded(
  tx: Tx,
  { provider, accountEmail }: Account,
  since: number,
): Promise<boolean> {
  const ended = await tx
    .select({ id: calendarReleases.id })
    .from(calendarReleases)
    .where(
      and(
        eq(calendarReleases.provider, provider),
        eq(calendarReleases.accountEmail, accountEmail),
        gt(calendarReleases.revokingUntil, since),
      ),
    )
    .limit(1);
  return ended.length > 0;
}
