import type { Calendar, CalendarEvent, EventTime } from '../../state/model.ts';
import { buildRule, compactInstant, parseRecurrence } from './recurrence-lines.ts';
import { formatInstant, instantOf, spanOf } from './times.ts';
import type { Span } from './times.ts';

/** The range of a query: everything that touches `[from, to)`. */
export interface Range {
  from: number;
  to: number;
}

/** How far Google expands an endless series when the query has no end. */
const MAX_INSTANCES = 730;
const MS_PER_DAY = 86_400_000;

/** The instances of a recurring event that touch the range, without exceptions, which are stored as events. */
export function expandSeries(
  master: CalendarEvent,
  calendar: Calendar,
  range: Range,
): CalendarEvent[] {
  const instances: CalendarEvent[] = [];
  for (const start of occurrences(master, range, calendar.timeZone)) {
    const instance = instanceAt(master, start);
    if (calendar.events.has(instance.id)) continue;
    const span = spanOf(instance, calendar.timeZone);
    if (overlapsRange(span, range)) instances.push(instance);
  }
  return instances;
}

/** The instance with this id, changed or not; undefined if there is none. */
export function findInstance(master: CalendarEvent, instanceId: string): CalendarEvent | undefined {
  const suffix = instanceId.slice(master.id.length + 1);
  const [, date, time] = /^(\d{8})(?:T(\d{6})Z)?$/.exec(suffix) ?? [];
  if (date === undefined || (time === undefined) !== isAllDay(master)) return undefined;
  const start = Date.parse(
    `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${(time ?? '000000').replace(/(..)(?=.)/g, '$1:')}Z`,
  );
  if (Number.isNaN(start) || !occursAt(master, start)) return undefined;
  return instanceAt(master, start);
}

/** Whether the series has an occurrence that begins at this moment. */
export function occursAt(master: CalendarEvent, start: number): boolean {
  return [...startsBetween(master, start, start)].includes(start);
}

export function isRecurring(event: CalendarEvent): boolean {
  return (event.recurrence?.length ?? 0) > 0;
}

export function isAllDay(event: { start: EventTime }): boolean {
  return event.start.date !== undefined;
}

/** Whether a span and a range overlap, by the rules of `timeMin` and `timeMax`. */
export function overlapsRange(span: Span, range: Range): boolean {
  return span.end > range.from && span.start < range.to;
}

function* occurrences(master: CalendarEvent, range: Range, calendarZone: string) {
  // A day more on both sides covers the difference between UTC and the calendar's midnight.
  const margin = isAllDay(master) ? MS_PER_DAY : 0;
  const { start, end } = spanOf(master, calendarZone);
  const from = Math.max(range.from - (end - start) - margin, start - margin);
  let count = 0;
  for (const at of startsBetween(master, from, range.to + margin)) {
    yield at;
    count += 1;
    if (count >= MAX_INSTANCES && range.to === Infinity) return;
  }
}

/** Sorted starts within `[from, to]`; UTC midnights for an all-day series. */
function* startsBetween(master: CalendarEvent, from: number, to: number): Generator<number> {
  const zone = seriesZone(master);
  const first = instantOf(master.start, 'UTC');
  const recurrence = parseRecurrence(master.recurrence ?? [], zone);
  const queue: Iterator<number>[] = recurrence.rules.map((rule) =>
    ruleStarts(rule, first, zone, from, to),
  );
  const extra = [first, ...recurrence.extra].filter((at) => at >= from && at <= to);
  queue.push(extra.toSorted((a, b) => a - b)[Symbol.iterator]());
  let last = -Infinity;
  for (const at of mergeSorted(queue)) {
    if (at === last || recurrence.excluded.has(at)) continue;
    last = at;
    yield at;
  }
}

function* ruleStarts(rule: string, first: number, zone: string, from: number, to: number) {
  const built = buildRule(rule, first, zone);
  if (to !== Infinity) {
    for (const at of built.between(new Date(from), new Date(to), true)) {
      yield Temporal.ZonedDateTime.from(at.toString()).epochMilliseconds;
    }
    return;
  }
  for (let at = built.next(new Date(from), true); at !== null; at = built.next(at, false)) {
    yield Temporal.ZonedDateTime.from(at.toString()).epochMilliseconds;
  }
}

function* mergeSorted(iterators: Iterator<number>[]): Generator<number> {
  const heads = iterators.map((iterator) => ({ iterator, head: iterator.next() }));
  for (;;) {
    let least: (typeof heads)[number] | undefined;
    for (const entry of heads) {
      if (entry.head.done) continue;
      if (least === undefined || entry.head.value < (least.head.value as number)) least = entry;
    }
    if (least === undefined) return;
    yield least.head.value as number;
    least.head = least.iterator.next();
  }
}

function seriesZone(master: CalendarEvent): string {
  return master.start.timeZone ?? 'UTC';
}

function instanceAt(master: CalendarEvent, start: number): CalendarEvent {
  const { recurrence: _recurrence, ...rest } = master;
  const length = instantOf(master.end, 'UTC') - instantOf(master.start, 'UTC');
  const originalStartTime = timeAt(master.start, start);
  return {
    ...rest,
    id: `${master.id}_${isAllDay(master) ? compactInstant(start).slice(0, 8) : compactInstant(start)}`,
    recurringEventId: master.id,
    originalStartTime,
    start: originalStartTime,
    end: timeAt(master.end, start + length),
  };
}

function timeAt(like: EventTime, epochMs: number): EventTime {
  if (like.date !== undefined) return { date: new Date(epochMs).toISOString().slice(0, 10) };
  return {
    dateTime: formatInstant(epochMs, like.timeZone ?? 'UTC'),
    timeZone: like.timeZone ?? 'UTC',
  };
}
