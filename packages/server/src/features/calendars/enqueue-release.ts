import { calendarReleases, type OpenChannel } from '../../db/tables/calendars.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { newId } from '../../lib/ids.ts';
import type { OpenUnit } from '../../unit-of-work.ts';
import { releaseGrant } from './contracts.ts';
import type { Connection } from './require-connection.ts';

/**
 * Remembers what the provider has to be told of a connection that ends with this transaction.
 * @param connection as it was before its tokens were erased.
 * @returns false: there is nothing to tell, and nothing to tell it with.
 */
export async function enqueueRelease(
  unit: OpenUnit,
  connection: Connection,
  channels: OpenChannel[],
): Promise<boolean> {
  const { ctx, tx } = unit;
  const { organizationId } = unit.scope;
  const { provider, accountEmail, profileId, refreshToken, tokenStatus } = connection;
  if (!refreshToken || tokenStatus === 'revoked') return false;
  const id = newId();
  await tx.insert(calendarReleases).values({
    id,
    organizationId,
    connectionId: connection.id,
    profileId,
    provider,
    accountEmail,
    // As it was sealed for the connection: leaving must work where it cannot be opened, too.
    refreshToken,
    channels: channels.map(({ id: channelId, resourceId }) => ({ id: channelId, resourceId })),
    createdAt: ctx.clock.now(),
  });
  await enqueue(unit, releaseGrant, { releaseId: id });
  return true;
}
