import type { calendar_v3 } from '@googleapis/calendar';
import type { Calendar, CalendarEvent, State } from '../../../../state/model.ts';
import { badRequest } from '../../../errors.ts';
import type { OpenCalendar } from '../../access.ts';
import { defaultReminders } from '../../calendar-resources.ts';
import { cutPage, readPageToken, writePageToken } from '../../paging.ts';
import { changesSince } from '../../sync/changes-since.ts';
import { readSyncToken, writeSyncToken } from '../../sync/sync-token.ts';
import { findEvent } from '../find-event.ts';
import { isSyncable, readListQuery } from './list-query.ts';
import type { ListQuery } from './list-query.ts';
import { orderEvents } from './order-events.ts';
import { renderChange, renderEvent } from '../render-event.ts';
import { selectEvents } from './select-events.ts';

type Events = calendar_v3.Schema$Events;

/** `events.list`: everything, or with a sync token only the changes. */
export function listEvents(state: State, open: OpenCalendar, params: URLSearchParams): Events {
  const query = readListQuery(params);
  if (query.syncToken !== undefined) return listChanges(state, open, query, query.syncToken);
  const listed = present(open, selectEvents(open.calendar, query), query, 'list');
  if (listed.nextPageToken || !isSyncable(query)) return listed;
  const { singleEvents, timeMin, timeMax } = query;
  const point = { change: snapshotOf(open, query, 'list'), singleEvents, timeMin, timeMax };
  return { ...listed, nextSyncToken: writeSyncToken(state, open, point) };
}

function listChanges(state: State, open: OpenCalendar, query: ListQuery, token: string): Events {
  const point = readSyncToken(state, open, token);
  if (query.singleEvents !== point.singleEvents) {
    throw badRequest('Sync token cannot be used with other request restrictions.');
  }
  const listed = present(open, changesSince(open.calendar, point), query, 'list', renderChange);
  if (listed.nextPageToken) return listed;
  const next = { ...point, change: snapshotOf(open, query, 'list') };
  return { ...listed, nextSyncToken: writeSyncToken(state, open, next) };
}

/** `events.instances`: the instances of a series, with its exceptions. */
export function listInstances(open: OpenCalendar, id: string, params: URLSearchParams): Events {
  const query = { ...readListQuery(params), singleEvents: true };
  const { event: master } = findEvent(open.calendar, id);
  const only = (event: CalendarEvent) => event.recurringEventId === master.id;
  const events = selectEvents(seriesOnly(open.calendar, master), query).filter(only);
  return present(open, events, query, master.id);
}

function present(
  open: OpenCalendar,
  events: CalendarEvent[],
  query: ListQuery,
  what: string,
  render = renderEvent,
): Events {
  const { calendar, listing } = open;
  const ordered = orderEvents(events, calendar, query.orderBy);
  const start = readPageToken(identify(open, query, what), query.pageToken);
  const page = cutPage(ordered, ([key]) => key, query.maxResults, start);
  const zone = query.timeZone ?? calendar.timeZone;
  return {
    kind: 'calendar#events',
    etag: `"p3${String(calendar.change).padStart(15, '0')}"`,
    summary: calendar.summary,
    description: calendar.description ?? '',
    updated: calendar.updated,
    timeZone: zone,
    accessRole: listing.accessRole,
    defaultReminders: defaultReminders(listing),
    ...(page.after !== undefined && {
      nextPageToken: writePageToken(identify(open, query, what), {
        after: page.after,
        snapshot: snapshotOf(open, query, what),
      }),
    }),
    items: page.items.map(([, event]) => render(event, zone)),
  };
}

/**
 * The change up to which the first page of a listing saw the calendar. The sync token says no more, so that a write
 * between two pages comes again with the next sync.
 */
function snapshotOf(open: OpenCalendar, query: ListQuery, what: string): number {
  const start = readPageToken(identify(open, query, what), query.pageToken);
  return start?.snapshot ?? open.calendar.change;
}

/** Everything a page token is bound to: the account, the list and the query. */
function identify(open: OpenCalendar, query: ListQuery, what: string): unknown {
  const { pageToken: _page, maxResults: _size, ...rest } = query;
  return [open.account.email, open.calendar.id, what, rest];
}

function seriesOnly(calendar: Calendar, master: CalendarEvent): Calendar {
  const events = [...calendar.events].filter(
    ([id, { event }]) => id === master.id || event.recurringEventId === master.id,
  );
  return { ...calendar, events: new Map(events) };
}
