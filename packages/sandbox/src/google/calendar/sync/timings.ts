import type { CalendarEvent, StoredEvent, Timing } from '../../../state/model.ts';

/** The timings with what was just written; a write that moves nothing adds none. */
export function withTiming(timings: Timing[], event: CalendarEvent, change: number): Timing[] {
  const { status, start, end, recurrence } = event;
  const timing: Timing = { change, status, start, end, recurrence: recurrence ?? [] };
  const last = timings.at(-1);
  return last !== undefined && same(last, timing) ? timings : [...timings, timing];
}

/**
 * The event as it lay in time at that change of the calendar, and each time since: all that a client
 * may hold, which may have been reading pages while the event was being moved.
 */
export function versionsSince(stored: StoredEvent, change: number): CalendarEvent[] {
  const { timings, event } = stored;
  const first = timings.findLastIndex((timing) => timing.change <= change);
  return timings
    .slice(Math.max(first, 0))
    .map(({ status, start, end, recurrence }) => ({ ...event, status, start, end, recurrence }));
}

function same(a: Timing, b: Timing): boolean {
  return JSON.stringify({ ...a, change: 0 }) === JSON.stringify({ ...b, change: 0 });
}
