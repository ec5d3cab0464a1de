import type { calendar_v3 } from '@googleapis/calendar';
import type { Calendar, CalendarEvent } from '../../../state/model.ts';
import type { OpenCalendar } from '../access.ts';
import { defaultReminders } from '../calendar-resources.ts';
import { cutPage } from '../paging.ts';
import { findEvent } from './find-event.ts';
import { readListQuery } from './list-query.ts';
import type { ListQuery } from './list-query.ts';
import { renderEvent } from './render-event.ts';
import { selectEvents } from './select-events.ts';

/** `events.list`. */
export function listEvents(open: OpenCalendar, params: URLSearchParams): calendar_v3.Schema$Events {
  const query = readListQuery(params);
  return present(open, selectEvents(open.calendar, query), query);
}

/** `events.instances`: a series expanded, its exceptions in their places. */
export function listInstances(
  open: OpenCalendar,
  id: string,
  params: URLSearchParams,
): calendar_v3.Schema$Events {
  const query = { ...readListQuery(params), singleEvents: true };
  const { event: master } = findEvent(open.calendar, id);
  const only = (event: CalendarEvent) => event.recurringEventId === master.id;
  return present(open, selectEvents(seriesOnly(open.calendar, master), query).filter(only), query);
}

function present(
  { calendar, listing }: OpenCalendar,
  events: CalendarEvent[],
  query: ListQuery,
): calendar_v3.Schema$Events {
  const page = cutPage(events, (event) => event.id, query.maxResults, query.pageToken);
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
    ...(page.nextPageToken !== undefined && { nextPageToken: page.nextPageToken }),
    items: page.items.map((event) => renderEvent(event, zone)),
  };
}

function seriesOnly(calendar: Calendar, master: CalendarEvent): Calendar {
  const events = [...calendar.events].filter(
    ([id, { event }]) => id === master.id || event.recurringEventId === master.id,
  );
  return { ...calendar, events: new Map(events) };
}
