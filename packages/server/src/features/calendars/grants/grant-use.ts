/**
 * All connections of an account share one grant, also those of other organizations. Ending the grant also ends what was
 * granted a moment ago. So ending and connecting run in sequence under one lock, and the second sees the first.
 */
import { and, eq, gt, isNull, ne, or } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import {
  calendarConnections,
  calendarReleases,
  oauthStates,
} from '../../../db/tables/calendars.ts';
import type { ProviderId } from '../provider.ts';

export interface ProviderAccount {
  provider: ProviderId;
  accountEmail: string;
}

/** The name of an account's advisory lock, which is held to the end of the transaction. */
export const grantLock = ({ provider, accountEmail }: ProviderAccount): string =>
  `grant|${provider}|${accountEmail}`;

/** The longest time from a consent's return until its grant is stored. */
const storingMs = 60_000;

/** Whether a working connection uses the account's grant. Needs the system's role. */
export async function isGrantUsed(
  tx: Tx,
  { provider, accountEmail }: ProviderAccount,
): Promise<boolean> {
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

/** Whether the agent is at the provider's consent page now, perhaps for this account. Needs the system's role. */
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

/** Whether a grant given after `since` (epoch ms) may have been ended with an older one. Needs the system's role. */
export async function mayGrantHaveEnded(
  tx: Tx,
  { provider, accountEmail }: ProviderAccount,
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
