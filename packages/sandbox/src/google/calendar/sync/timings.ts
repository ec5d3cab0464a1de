import type { CalendarEvent, StoredEvent, Timing } from '../../../state/model.ts';

/** Adds the new times of a written event, if they changed. */
export function withTiming(timings: Timing[], event: CalendarEvent, change: number): Timing[] {
  const { status, start, end, recurrence } = event;
  const timing: Timing = { change, status, start, end, recurrence: recurrence ?? [] };
  const last = timings.at(-1);
  return last !== undefined && same(last, timing) ? timings : [...timings, timing];
}

/**
 * The event's times at that change and after it. A client may have read any of them, because the event may have been
 * moved while it read pages.
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
