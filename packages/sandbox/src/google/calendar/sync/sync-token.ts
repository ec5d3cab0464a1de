import { z } from 'zod';
import type { State } from '../../../state/model.ts';
import type { World } from '../../../world.ts';
import { fullSyncRequired, invalid, notFound, unknownAccount } from '../../errors.ts';
import type { OpenCalendar } from '../access.ts';
import { decodeToken, encodeToken } from '../opaque-token.ts';

/** What the next sync must know: the last known change, and the query of the first listing. */
export interface SyncPoint {
  change: number;
  singleEvents: boolean;
  timeMin: number | undefined;
  timeMax: number | undefined;
}

const shape = z.object({
  era: z.string(),
  account: z.string(),
  calendar: z.string(),
  generation: z.number(),
  change: z.number().int(),
  singleEvents: z.boolean(),
  timeMin: z.number().optional(),
  timeMax: z.number().optional(),
});

export function writeSyncToken(state: State, open: OpenCalendar, point: SyncPoint): string {
  return encodeToken({
    era: state.era,
    account: open.account.email,
    calendar: open.calendar.id,
    generation: open.listing.syncGeneration ?? 0,
    ...point,
  });
}

/** Refuses a token of another account or calendar, then an expired one. */
export function readSyncToken(state: State, open: OpenCalendar, text: string): SyncPoint {
  const parsed = shape.safeParse(decodeToken(text));
  if (!parsed.success) throw invalidSyncToken();
  const { era, account, calendar, generation, change, singleEvents, timeMin, timeMax } =
    parsed.data;
  if (account !== open.account.email || calendar !== open.calendar.id) throw invalidSyncToken();
  const isAlive =
    era === state.era &&
    generation === (open.listing.syncGeneration ?? 0) &&
    // The state was restored from an older copy, which does not have that change.
    change <= open.calendar.change;
  if (!isAlive) throw fullSyncRequired();
  return { change, singleEvents, timeMin, timeMax };
}

export function invalidSyncToken() {
  return invalid('Invalid sync token value.', 'syncToken');
}

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
