import { auth, calendar, type calendar_v3 } from '@googleapis/calendar';
import type { Config } from '../../../config.ts';
import type { Interval, TimeRange } from '../../../lib/interval.ts';
import { DAY_MS, instantText, MINUTE_MS, parseInstant } from '../../../lib/iso.ts';
import {
  CalendarError,
  type CalendarInfo,
  type CalendarPlace,
  type CalendarSession,
  type ChangesQuery,
  type EventRef,
  type RemoteEvent,
} from '../provider.ts';
import { toCalendarError } from './errors.ts';
import { eventId, firstDateId, fromGoogleEvent, icalUid, toGoogleEvent } from './events.ts';

/** The longest that a call may take. */
const timeoutMs = 20_000;

/**
 * Node's own fetch. The library's (node-fetch 3) ends the whole process if a call with a body is aborted before it is sent:
 * its body's stream then has an error that nobody listens to.
 */
export const transport = { fetchImplementation: fetch };

/** The limits of one freebusy request: Google expands at most 50 calendars, and refuses long ranges of time. */
const calendarsAtOnce = 50;
const daysAtOnce = 50;

/** The most pages of an answer about a narrow range: far more than any day has. */
const mostPages = 20;

/** Google Calendar v3 with one access token. */
export function googleSession(config: Config, accessToken: string): CalendarSession {
  const oauth = new auth.OAuth2({ transporterOptions: transport });
  oauth.setCredentials({ access_token: accessToken });
  const api = calendar({
    version: 'v3',
    auth: oauth,
    rootUrl: `${config.GOOGLE_API_ROOT}/`,
    timeout: timeoutMs,
    // The job queue retries, since it knows what may be repeated.
    retry: false,
  });
  const call = <T>(request: Promise<{ data: T }>): Promise<T> =>
    request.then(
      (answer) => answer.data,
      (error: unknown) => {
        throw toCalendarError(error);
      },
    );
  const abort = (signal?: AbortSignal) => (signal ? { signal } : {});

  return {
    accountEmail: async () => {
      const info = await call(
        oauth.request<{ email?: string }>({ url: config.GOOGLE_USERINFO_URL, timeout: timeoutMs }),
      );
      if (!info.email) throw new CalendarError('rejected', 'Google named no email address');
      return info.email.toLowerCase();
    },

    calendars: async () => {
      const list: CalendarInfo[] = [];
      let pageToken: string | undefined;
      do {
        const page = await call(
          api.calendarList.list({
            maxResults: 250,
            showHidden: true,
            ...(pageToken ? { pageToken } : {}),
          }),
        );
        list.push(...(page.items ?? []).map(toCalendarInfo));
        pageToken = page.nextPageToken ?? undefined;
      } while (pageToken);
      return list;
    },

    freeBusy: async (calendarIds, between, signal) => {
      const questions = chunks(calendarIds, calendarsAtOnce).flatMap((ids) =>
        pieces(between).map(async (piece) => {
          const items = ids.map((id) => ({ id }));
          const requestBody = { ...piece, items };
          const answer = await call(api.freebusy.query({ requestBody }, abort(signal)));
          return ids.map((id) => [id, busyOf(answer.calendars?.[id])] as const);
        }),
      );
      const busy = new Map<string, Interval[] | null>();
      for (const [id, found] of (await Promise.all(questions)).flat()) {
        const sofar = busy.get(id);
        busy.set(id, found === null || sofar === null ? null : [...(sofar ?? []), ...found]);
      }
      return busy;
    },

    eventsBetween: async (calendarId, between, signal) => {
      const asked = { calendarId, ...googleRange(between), singleEvents: true };
      const { events, zone } = await listAll(asked, signal);
      return events.flatMap((event) => listed(event, zone, between));
    },

    changes: async ({ calendarId, timezone }, query) => {
      try {
        const page = await call(api.events.list({ calendarId, ...listParameters(query) }));
        const zone = page.timeZone ?? timezone;
        return {
          events: (page.items ?? []).flatMap((event) => listed(event, zone, query.between)),
          nextPage: page.nextPageToken ?? null,
          cursor: page.nextSyncToken ?? null,
        };
      } catch (error) {
        throw query.cursor === null ? error : deadCursor(error);
      }
    },

    listed: async ({ calendarId, timezone }, which) => {
      const event = await findByUid(calendarId, idOf(which));
      return event ? fromGoogleEvent(event, timezone) : null;
    },

    find: (at, ref, near) => get(at, eventId(ref), near),
    get,

    first: async ({ calendarId, timezone }, which, near) => {
      const id = idOf(which);
      const event = await read(calendarId, id, near);
      const dateId = event && firstDateId(event);
      const date = dateId && (await read(calendarId, dateId, near));
      // If Google names the instances of a series in another way, only the series is found.
      return event ? fromGoogleEvent(date || event, timezone) : null;
    },

    create: async ({ calendarId, timezone }, ref, draft) =>
      fromGoogleEvent(
        await call(
          api.events.insert({
            calendarId,
            sendUpdates: 'all',
            requestBody: { id: eventId(ref), ...toGoogleEvent(draft, ref) },
          }),
        ),
        timezone,
      ),

    update: async ({ calendarId, timezone }, id, draft, etag) => {
      const which = { calendarId, eventId: id };
      const requestBody = toGoogleEvent(draft);
      return fromGoogleEvent(
        await call(
          api.events.patch(
            { ...which, sendUpdates: draft.quiet ? 'none' : 'all', requestBody },
            { headers: { 'If-Match': etag } },
          ),
        ),
        timezone,
      );
    },

    remove: async (calendarId, id, etag, { quiet = false } = {}) => {
      const ifMatch = etag ? { headers: { 'If-Match': etag } } : {};
      const which = { calendarId, eventId: id, sendUpdates: quiet ? 'none' : 'all' };
      await unlessGone(call(api.events.delete(which, ifMatch)));
    },

    watch: async (calendarId, { channelId, token, url }) => {
      const requestBody = { id: channelId, type: 'web_hook', address: url, token };
      const channel = await call(api.events.watch({ calendarId, requestBody }));
      if (!channel.resourceId)
        throw new CalendarError('rejected', 'Google opened a channel without a resource');
      return {
        resourceId: channel.resourceId,
        expiresAt: Number(channel.expiration) || 0,
      };
    },

    unwatch: async (id, resourceId) => {
      await unlessGone(call(api.channels.stop({ requestBody: { id, resourceId } })));
    },
  };

  /** All pages of an answer about a narrow range. After a short or empty page, later ones may still have events. */
  async function listAll(
    asked: calendar_v3.Params$Resource$Events$List,
    signal?: AbortSignal,
  ): Promise<{ events: calendar_v3.Schema$Event[]; zone: string }> {
    const events: calendar_v3.Schema$Event[] = [];
    let pageToken: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      const answer = await call(
        api.events.list(
          { maxResults: 250, ...asked, ...(pageToken ? { pageToken } : {}) },
          abort(signal),
        ),
      );
      events.push(...(answer.items ?? []));
      pageToken = answer.nextPageToken ?? undefined;
      if (!pageToken) return { events, zone: answer.timeZone ?? 'UTC' };
    }
    throw new CalendarError('rejected', 'Google’s list of events has no end');
  }

  async function get(
    { calendarId, timezone }: CalendarPlace,
    id: string,
    near: Interval | null,
  ): Promise<RemoteEvent | null> {
    const event = await read(calendarId, id, near);
    return event ? fromGoogleEvent(event, timezone) : null;
  }

  async function read(
    calendarId: string,
    id: string,
    near: Interval | null,
  ): Promise<calendar_v3.Schema$Event | undefined> {
    const event = await unlessGone(call(api.events.get({ calendarId, eventId: id })));
    // If the list is not found, either, the calendar is out of our sight, which says nothing about its events.
    return event ?? (near ? findInList(calendarId, id, near) : undefined);
  }

  async function findInList(
    calendarId: string,
    id: string,
    near: Interval,
  ): Promise<calendar_v3.Schema$Event | undefined> {
    // First by UID, which finds the event at any time; then by time, for others' events and for calendars without UIDs.
    const found = await findByUid(calendarId, id);
    if (found) return found;
    // Google refuses an empty range of time, and an event may have no length.
    const to = Math.max(near.endsAt, near.startsAt + MINUTE_MS);
    const range = googleRange({ from: near.startsAt, to });
    const { events } = await listAll({ calendarId, ...range, singleEvents: true });
    return standing(events, id);
  }

  async function findByUid(calendarId: string, id: string) {
    const { events } = await listAll({ calendarId, iCalUID: icalUid(id) });
    return standing(events, id);
  }
}

const idOf = (which: string | EventRef): string =>
  typeof which === 'string' ? which : eventId(which);

const standing = (events: calendar_v3.Schema$Event[], id: string) =>
  events.find((event) => event.id === id && event.status !== 'cancelled');

async function unlessGone<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof CalendarError && error.fault === 'not_found') return undefined;
    throw error;
  }
}

// An event that we cannot read must not stop the listing of all others. It lies somewhere in the requested range, so
// nothing of that range counts as free.
function listed(
  event: calendar_v3.Schema$Event,
  timezone: string,
  { from, to }: TimeRange,
): RemoteEvent[] {
  try {
    return [fromGoogleEvent(event, timezone)];
  } catch {
    if (event.status === 'cancelled') return [];
    const times = { start: { dateTime: instantText(from) }, end: { dateTime: instantText(to) } };
    const id = event.id || event.iCalUID || 'without an id';
    return [{ ...fromGoogleEvent({ ...event, ...times, id }, 'UTC'), unreadable: true }];
  }
}

// Recurring events come as their instances. A sync token includes this option and the range of time.
function listParameters({ cursor, page, between }: ChangesQuery) {
  return {
    singleEvents: true,
    maxResults: 2500,
    ...(cursor === null ? googleRange(between) : { syncToken: cursor }),
    ...(page === null ? {} : { pageToken: page }),
  };
}

// Google refuses a sync token that is too old or belongs to another calendar. Such a token is of no use any more.
function deadCursor(error: unknown): unknown {
  if (!(error instanceof CalendarError)) return error;
  const dead = error.fault === 'rejected' || error.message.includes(' 410');
  return dead ? new CalendarError('cursor_expired', error.message, { cause: error }) : error;
}

function toCalendarInfo(entry: calendar_v3.Schema$CalendarListEntry): CalendarInfo {
  return {
    calendarId: entry.id ?? '',
    summary: entry.summaryOverride ?? entry.summary ?? '',
    timezone: entry.timeZone ?? 'UTC',
    primary: entry.primary ?? false,
    writable: entry.accessRole === 'owner' || entry.accessRole === 'writer',
  };
}

function busyOf(calendar: calendar_v3.Schema$FreeBusyCalendar | undefined): Interval[] | null {
  if (!calendar || calendar.errors?.length) return null;
  try {
    return (calendar.busy ?? []).map(({ start, end }) => ({
      startsAt: parseInstant(start ?? ''),
      endsAt: parseInstant(end ?? ''),
    }));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const googleRange = ({ from, to }: TimeRange) => ({
  timeMin: instantText(from),
  timeMax: instantText(to),
});

const chunks = <T>(list: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );

/** Splits a range of time into pieces that Google accepts. */
function pieces({ from, to }: TimeRange): { timeMin: string; timeMax: string }[] {
  const step = daysAtOnce * DAY_MS;
  const count = Math.max(1, Math.ceil((to - from) / step));
  return Array.from({ length: count }, (_, index) =>
    googleRange({ from: from + index * step, to: Math.min(to, from + (index + 1) * step) }),
  );
}
