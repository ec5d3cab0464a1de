import { isoOf } from '../clock.ts';
import type { Calendar, CalendarEvent, StoredEvent } from '../state/model.ts';
import { withTiming } from './calendar/sync/timings.ts';

/** The id of Google's calendar of US holidays: everyone may read it, and nobody may write it. */
export const HOLIDAYS_ID = 'en.usa#holiday@group.v.calendar.google.com';

const HOLIDAYS: ReadonlyArray<readonly [id: string, summary: string, first: string, rule: string]> =
  [
    ['newyear', "New Year's Day", '2024-01-01', 'FREQ=YEARLY'],
    ['memorial', 'Memorial Day', '2024-05-27', 'FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO'],
    ['juneteenth', 'Juneteenth', '2024-06-19', 'FREQ=YEARLY'],
    ['independence', 'Independence Day', '2024-07-04', 'FREQ=YEARLY'],
    ['labour', 'Labor Day', '2024-09-02', 'FREQ=YEARLY;BYMONTH=9;BYDAY=1MO'],
    ['thanksgiving', 'Thanksgiving Day', '2024-11-28', 'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH'],
    ['christmas', 'Christmas Day', '2024-12-25', 'FREQ=YEARLY'],
  ];

export function holidaysCalendar(now: number): Calendar {
  const events = HOLIDAYS.map(([id, summary, first, rule], index) =>
    holiday(id, summary, first, rule, index + 1, isoOf(now)),
  );
  return {
    id: HOLIDAYS_ID,
    summary: 'Holidays in United States',
    description: 'Holidays and Observances in United States',
    timeZone: 'America/Chicago',
    updated: isoOf(now),
    change: events.length,
    events: new Map(events.map((stored) => [stored.event.id, stored])),
  };
}

function holiday(
  id: string,
  summary: string,
  first: string,
  rule: string,
  order: number,
  at: string,
): StoredEvent {
  const calendar = { email: HOLIDAYS_ID, displayName: 'Holidays in United States', self: true };
  const next = Temporal.PlainDate.from(first).add({ days: 1 }).toString();
  const event: CalendarEvent = {
    kind: 'calendar#event',
    id,
    etag: `"3${String(order).padStart(15, '0')}"`,
    status: 'confirmed',
    summary,
    description: 'Public holiday',
    created: at,
    updated: at,
    creator: calendar,
    organizer: calendar,
    start: { date: first },
    end: { date: next },
    recurrence: [`RRULE:${rule}`],
    // Google's holidays do not block time.
    transparency: 'transparent',
    visibility: 'public',
    iCalUID: `${id}@google.com`,
    sequence: 0,
    eventType: 'default',
  };
  return { order, change: order, event, timings: withTiming([], event, order) };
}
