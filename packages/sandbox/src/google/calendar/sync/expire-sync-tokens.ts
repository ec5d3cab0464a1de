import type { World } from '../../../world.ts';
import { notFound, unknownAccount } from '../../errors.ts';

/**
 * Makes sync tokens invalid, for one account or all, and one calendar or all. Google does this at any time.
 * @returns how many listings it concerns.
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
