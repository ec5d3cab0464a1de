import type { Calendar, CalendarEvent } from '../../../../state/model.ts';
import { instantOf } from '../../times.ts';
import type { ListQuery } from './list-query.ts';

/** The events in the requested order, each with its sort key. */
export function orderEvents(
  events: CalendarEvent[],
  calendar: Calendar,
  orderBy: ListQuery['orderBy'],
): [key: string, event: CalendarEvent][] {
  return events
    .map((event): [string, CalendarEvent] => [
      `${sortable(rankOf(event, calendar, orderBy))}:${event.id}`,
      event,
    ])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function rankOf(event: CalendarEvent, calendar: Calendar, orderBy: ListQuery['orderBy']): number {
  if (orderBy === 'startTime') return instantOf(event.start, calendar.timeZone);
  if (orderBy === 'updated') return Date.parse(event.updated ?? '');
  // The default is the order of creation, because later writes do not change it.
  const stored = calendar.events.get(event.id) ?? calendar.events.get(event.recurringEventId ?? '');
  return stored?.order ?? 0;
}

const BEFORE_ALL_DATES = 1e15;

/** A number as text that sorts like the number. */
function sortable(number: number): string {
  return String(number + BEFORE_ALL_DATES).padStart(17, '0');
}
