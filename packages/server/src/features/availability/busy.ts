/** From a calendar's event, whoever the provider, to the time it takes from its owner. */
import { DAY_MS, instantText, parseDate, parseInstant } from '../../lib/iso.ts';
import { zoneOf } from '../../lib/zone.ts';
import type { Interval } from './slot-query.ts';

/** A timed event: ISO 8601 instants. */
interface TimedSpan {
  startsAt: string;
  endsAt: string;
}

/** An all-day event: dates of the calendar's zone, the end exclusive (as Google and iCalendar have it). */
interface DateSpan {
  startDate: string;
  endDate: string;
}

/** One occurrence: recurring events come expanded. */
export type CalendarEvent = (TimedSpan | DateSpan) & {
  /** Shown as "free". */
  transparent: boolean;
  /** The calendar's owner has declined. */
  declined: boolean;
  cancelled: boolean;
};

/**
 * The busy interval of an event, in UTC, or null when it takes no time from its owner. A zero-length event
 * stays zero-length: nobody can be in the middle of a tour at that instant. An end before its start, which
 * no calendar should send, is read as zero length; an all-day event lasts at least its first day.
 *
 * `calendarTimezone` (IANA) says when the days of all-day events begin. Throws RangeError for a malformed
 * zone, date or instant.
 */
export function busyInterval(event: CalendarEvent, calendarTimezone: string): Interval | null {
  if (event.transparent || event.declined || event.cancelled) return null;
  if ('startDate' in event) return dayInterval(event, calendarTimezone);
  const start = parseInstant(event.startsAt);
  const end = Math.max(start, parseInstant(event.endsAt));
  return { startsAt: instantText(start), endsAt: instantText(end) };
}

/** Local midnight to local midnight: 23 or 25 hours when the clock changes in between. */
function dayInterval(event: DateSpan, calendarTimezone: string): Interval {
  const zone = zoneOf(calendarTimezone);
  const firstDay = parseDate(event.startDate);
  const endDay = Math.max(firstDay + 1, parseDate(event.endDate));
  return {
    startsAt: instantText(zone.reached(firstDay * DAY_MS)),
    endsAt: instantText(zone.reached(endDay * DAY_MS)),
  };
}
