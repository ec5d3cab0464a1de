import { createHash } from 'node:crypto';
import { isoOf } from '../clock.ts';
import type { Account, Calendar, Listing, State } from '../state/model.ts';
import { HOLIDAYS_ID, holidaysCalendar } from './holidays.ts';

const DEFAULT_ZONE = 'America/Chicago';

/** An address as Google compares it; undefined if it is not one. */
export function normalizeEmail(text: string): string | undefined {
  const email = text.trim().toLowerCase();
  return /^[^\s@<>"]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(email) ? email : undefined;
}

/** The account of an address; it is created, with its calendars, if it is new. */
export function ensureAccount(state: State, email: string, now: number): Account {
  return state.accounts.get(email) ?? createAccount(state, email, now);
}

export function createAccount(
  state: State,
  email: string,
  now: number,
  timeZone: string = DEFAULT_ZONE,
): Account {
  const digest = createHash('sha256').update(email).digest('hex');
  const personalId = `c_${digest}@group.calendar.google.com`;
  if (!state.calendars.has(HOLIDAYS_ID)) state.calendars.set(HOLIDAYS_ID, holidaysCalendar(now));
  state.calendars.set(email, emptyCalendar(email, email, timeZone, now));
  state.calendars.set(personalId, emptyCalendar(personalId, 'Personal', timeZone, now));
  const account: Account = {
    email,
    // Google's ids have 21 digits. A derived id stays the same after a reset.
    id: `1${BigInt(`0x${digest.slice(0, 16)}`)
      .toString()
      .padStart(20, '0')
      .slice(0, 20)}`,
    timeZone,
    listings: [
      listing(email, 'owner', true, '14', '#9fe1e7'),
      listing(personalId, 'owner', false, '17', '#9a9cff'),
      listing(HOLIDAYS_ID, 'reader', false, '8', '#16a765'),
    ],
  };
  state.accounts.set(email, account);
  return account;
}

function listing(
  calendarId: string,
  accessRole: Listing['accessRole'],
  primary: boolean,
  colorId: string,
  backgroundColor: string,
): Listing {
  return { calendarId, accessRole, primary, colorId, backgroundColor, foregroundColor: '#000000' };
}

function emptyCalendar(id: string, summary: string, timeZone: string, now: number): Calendar {
  return { id, summary, timeZone, updated: isoOf(now), change: 0, events: new Map() };
}
