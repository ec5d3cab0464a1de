import { fetchAccounts, fetchChannels, fetchEvents, fetchMail, fetchNow } from './api.js';
import { addDays, startOfWeek, wallOf } from './zone.js';

/**
 * @typedef {import('./api.js').Account} Account
 * @typedef {import('./api.js').Channel} Channel
 * @typedef {import('./api.js').GoogleEvent} GoogleEvent
 * @typedef {import('./api.js').Mail} Mail
 * @typedef {{
 *   accounts: Account[],
 *   account: Account,
 *   calendar: string,
 *   zone: string,
 *   writable: boolean,
 *   view: 'week' | 'mail',
 *   first: string,
 *   days: number,
 *   events: GoogleEvent[],
 *   channels: Channel[],
 *   mail: Mail[],
 *   now: number,
 * }} Model
 * @typedef {{ account?: string, calendar?: string, date?: string, event?: string, view?: string }} Address
 */

/**
 * What the page's address requests.
 * @returns {Address}
 */
export function readAddress() {
  return Object.fromEntries(new URLSearchParams(location.search));
}

/**
 * Loads everything that the page shows at an address.
 * @param {Address} address
 * @param {number} days
 * @returns {Promise<Model>}
 */
export async function loadModel(address, days) {
  const [accounts, mail, now] = await Promise.all([fetchAccounts(), fetchMail(), fetchNow()]);
  const account = accounts.find(({ email }) => email === address.account) ?? accounts[0];
  if (account === undefined) throw new Error('The sandbox has no account.');
  const entry = account.calendars.find(({ id }) => id === address.calendar) ?? account.calendars[0];
  const calendar = entry?.id ?? account.email;
  const zone = entry?.timeZone ?? account.timeZone;
  const date = /^\d{4}-\d\d-\d\d$/.test(address.date ?? '') ? address.date : undefined;
  const day = date ?? wallOf(now, zone).date;
  const first = days === 7 ? startOfWeek(day) : day;
  const [events, channels] = await Promise.all([
    fetchEvents(
      { account: account.email, calendar },
      // A day more on both sides covers every zone.
      `${addDays(first, -1)}T00:00:00Z`,
      `${addDays(first, days + 1)}T00:00:00Z`,
    ),
    fetchChannels(account.email),
  ]);
  return {
    accounts,
    account,
    calendar,
    zone,
    writable: entry?.accessRole === 'owner' || entry?.accessRole === 'writer',
    view: address.view === 'mail' ? 'mail' : 'week',
    first,
    days,
    events,
    channels,
    mail,
    now,
  };
}
