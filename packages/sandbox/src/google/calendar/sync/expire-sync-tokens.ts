import type { World } from '../../../world.ts';
import { notFound, unknownAccount } from '../../errors.ts';

/**
 * Kills the sync tokens handed out until now: of one account or of all, for one calendar or for
 * all. Google does so as it pleases. Answers how many listings it struck.
 */
export function expireSyncTokens(world: World, account?: string, calendar?: string): number {
  const { accounts } = world.store.state;
  if (account !== undefined && !accounts.has(account)) throw unknownAccount(account);
  const struck = [...accounts.values()]
    .filter(({ email }) => account === undefined || email === account)
    .flatMap(({ email, listings }) => {
      const calendarId = calendar === 'primary' ? email : calendar;
      return listings.filter((one) => calendarId === undefined || one.calendarId === calendarId);
    });
  if (struck.length === 0) throw notFound();
  for (const listing of struck) listing.syncGeneration = (listing.syncGeneration ?? 0) + 1;
  world.store.changed();
  return struck.length;
}
