import type { Calendar, CalendarEvent } from '../../state/model.ts';
import { expandSeries, isRecurring, overlapsRange } from './expand.ts';
import type { Range } from './expand.ts';
import { spanOf } from './times.ts';
import type { Span } from './times.ts';

/** The busy times of a calendar: clipped to the range, merged and sorted. */
export function busySpans(calendar: Calendar, range: Range): Span[] {
  const spans: Span[] = [];
  for (const { event } of calendar.events.values()) {
    if (!blocksTime(event)) continue;
    const instances = isRecurring(event) ? expandSeries(event, calendar, range) : [event];
    for (const instance of instances) {
      const span = spanOf(instance, calendar.timeZone);
      if (overlapsRange(span, range)) spans.push(clip(span, range));
    }
  }
  return mergeSpans(spans);
}

/** Merges overlapping and adjoining spans, and drops empty ones. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  const sorted = spans
    .filter((span) => span.end > span.start)
    .toSorted((a, b) => a.start - b.start);
  for (const span of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
}

function clip(span: Span, range: Range): Span {
  return { start: Math.max(span.start, range.from), end: Math.min(span.end, range.to) };
}

function blocksTime(event: CalendarEvent): boolean {
  return (
    event.status !== 'cancelled' &&
    event.transparency !== 'transparent' &&
    !event.attendees?.some((one) => one.self === true && one.responseStatus === 'declined')
  );
}
