/**
 * @typedef {import('@googleapis/calendar').calendar_v3.Schema$Event} GoogleEvent
 * @typedef {import('@googleapis/calendar').calendar_v3.Schema$CalendarListEntry} CalendarEntry
 * @typedef {{ clientId: string, scopes: string[] }} Grant
 * @typedef {{ email: string, timeZone: string, calendars: CalendarEntry[], grants: Grant[] }} Account
 * @typedef {import('../../state/model.ts').Mail} Mail
 * @typedef {{ calendar: string, expires: string, live: boolean, messageNumber: number }} Channel
 * @typedef {{ account: string, calendar: string }} Where
 */

/** An error of the sandbox, in words for the person. */
export class Refused extends Error {
  /** @override */
  name = 'Refused';
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Record<string, string>} [query]
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
async function ask(method, path, query = {}, body) {
  const search = new URLSearchParams(query).toString();
  const response = await fetch(`/_control${path}${search && `?${search}`}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = text === '' ? undefined : JSON.parse(text);
  if (!response.ok) throw new Refused(answer?.error?.message ?? response.statusText);
  return answer;
}

/** @returns {Promise<Account[]>} */
export const fetchAccounts = async () => (await ask('GET', '/google/accounts')).items;

/** @returns {Promise<Mail[]>} */
export const fetchMail = async () => (await ask('GET', '/mail')).items;

/** @returns {Promise<number>} */
export const fetchNow = async () => Date.parse((await ask('GET', '/clock')).now);

/**
 * @param {Where} where
 * @param {string} timeMin
 * @param {string} timeMax
 * @returns {Promise<GoogleEvent[]>}
 */
export const fetchEvents = async (where, timeMin, timeMax) =>
  (
    await ask('GET', '/google/events', {
      ...where,
      timeMin,
      timeMax,
      singleEvents: 'true',
      orderBy: 'startTime',
    })
  ).items;

/**
 * @param {Where} where
 * @param {string} id
 * @returns {Promise<GoogleEvent>}
 */
export const fetchEvent = (where, id) => ask('GET', `/google/events/${id}`, { ...where });

/**
 * @param {Where} where
 * @param {unknown} event
 */
export const addEvent = (where, event) => ask('POST', '/google/events', { ...where }, event);

/**
 * @param {Where} where
 * @param {string} id
 * @param {unknown} patch
 */
export const changeEvent = (where, id, patch) =>
  ask('PATCH', `/google/events/${id}`, { ...where }, patch);

/**
 * @param {Where} where
 * @param {string} id
 */
export const removeEvent = (where, id) => ask('DELETE', `/google/events/${id}`, { ...where });

/**
 * @param {Where} where
 * @param {string} id
 * @param {string} email
 * @param {string} response
 */
export const answerFor = (where, id, email, response) =>
  ask('POST', `/google/events/${id}/respond`, { ...where }, { email, response });

/**
 * @param {string} account
 * @returns {Promise<Channel[]>}
 */
export const fetchChannels = async (account) =>
  (await ask('GET', '/google/channels', { account })).items;

/** @param {string} account */
export const revokeAccess = (account) => ask('POST', '/google/revoke', { account });
