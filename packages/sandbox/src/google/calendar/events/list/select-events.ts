import type { Calendar, CalendarEvent } from '../../../../state/model.ts';
import { expandSeries, isRecurring, overlapsRange } from '../../expand.ts';
import type { Range } from '../../expand.ts';
import { spanOf } from '../../times.ts';
import type { ListQuery } from './list-query.ts';

/** All events of a listing, before they are sorted and paged. */
export function selectEvents(calendar: Calendar, query: ListQuery): CalendarEvent[] {
  const range: Range = { from: query.timeMin ?? -Infinity, to: query.timeMax ?? Infinity };
  const stored = [...calendar.events.values()];
  const candidates = query.singleEvents
    ? stored.flatMap(({ event }) =>
        isRecurring(event) ? expandSeries(event, calendar, range) : [event],
      )
    : stored.map(({ event }) => event);
  return candidates.filter(
    (event) =>
      showsStatus(event, calendar, query) &&
      isWithin(event, calendar, range) &&
      wasUpdated(event, query) &&
      matches(event, query),
  );
}

function showsDeleted(query: ListQuery): boolean {
  // With `updatedMin`, deletions are part of the answer.
  return query.showDeleted || query.updatedMin !== undefined;
}

function showsStatus(event: CalendarEvent, calendar: Calendar, query: ListQuery): boolean {
  if (event.status !== 'cancelled' || showsDeleted(query)) return true;
  // An unexpanded series needs its cancelled instances to be understood.
  const series = calendar.events.get(event.recurringEventId ?? '')?.event;
  const lives = series !== undefined && isRecurring(series) && series.status !== 'cancelled';
  return !query.singleEvents && lives;
}

function isWithin(event: CalendarEvent, calendar: Calendar, range: Range): boolean {
  if (range.from === -Infinity && range.to === Infinity) return true;
  if (isRecurring(event)) return expandSeries(event, calendar, range).length > 0;
  return overlapsRange(spanOf(event, calendar.timeZone), range);
}

function wasUpdated(event: CalendarEvent, query: ListQuery): boolean {
  return query.updatedMin === undefined || Date.parse(event.updated ?? '') >= query.updatedMin;
}

function matches(event: CalendarEvent, query: ListQuery): boolean {
  const { private: privateProperties, shared } = event.extendedProperties ?? {};
  return (
    (query.iCalUID === undefined || event.iCalUID === query.iCalUID) &&
    query.privateProperties.every(([key, value]) => privateProperties?.[key] === value) &&
    query.sharedProperties.every(([key, value]) => shared?.[key] === value) &&
    (query.q === undefined || containsWords(event, query.q))
  );
}

function containsWords(event: CalendarEvent, q: string): boolean {
  const people = event.attendees?.flatMap((one) => [one.email, one.displayName]) ?? [];
  const haystack = [event.summary, event.description, event.location, ...people]
    .join('\n')
    .toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}
