/** Converts opening hours as people write them (`HH:MM` per weekday, with exceptions) to minutes per date. */
import type { DateOverride, LocalRange, Weekday, WeeklyHours } from '@luma-leasing/types/hours';
import { parseDate, parseMinute } from '../../lib/iso.ts';

/** Minutes of the local day. The end is exclusive. */
export interface MinuteRange {
  readonly start: number;
  readonly end: number;
}

/** Hours in minutes. The ranges of a date are ascending and do not overlap. */
export interface OpeningHours {
  /** By weekday, Sunday first. null: there are no weekly hours, only `byDate`. */
  readonly weekly: readonly (readonly MinuteRange[])[] | null;
  /** By epoch day. */
  readonly byDate: ReadonlyMap<number, readonly MinuteRange[]>;
}

const WEEKDAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

function parseRange(range: LocalRange): MinuteRange {
  const start = parseMinute(range.start);
  const end = parseMinute(range.end);
  if (start >= end)
    throw new RangeError(`Hours must end after they start: ${range.start}–${range.end}`);
  return { start, end };
}

/** Sorts the ranges and merges those that overlap; with `joinTouching` also those that touch. */
function mergeRanges(ranges: readonly LocalRange[], joinTouching: boolean): MinuteRange[] {
  const merged: MinuteRange[] = [];
  const sorted = ranges.map(parseRange).sort((a, b) => a.start - b.start);
  for (const range of sorted) {
    const last = merged.at(-1);
    const isApart = !last || range.start > last.end || (range.start === last.end && !joinTouching);
    if (isApart) merged.push(range);
    else merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
  }
  return merged;
}

/**
 * Reads hours once for a whole answer. The last override of a date holds. Overlapping ranges merge. Touching ranges
 * stay apart for a property, whose grid restarts at each, and merge (`joinTouching`) for an agent, whose hours only
 * filter the grid.
 * @throws RangeError for malformed times and dates.
 */
export function readHours(
  hours: WeeklyHours | null,
  overrides: readonly DateOverride[],
  joinTouching: boolean,
): OpeningHours {
  const weekly =
    hours && WEEKDAYS.map((weekday) => mergeRanges(hours[weekday] ?? [], joinTouching));
  const byDate = new Map<number, readonly MinuteRange[]>();
  for (const override of overrides) {
    byDate.set(parseDate(override.date), mergeRanges(override.ranges, joinTouching));
  }
  return { weekly, byDate };
}

/** The ranges of a date; null if these hours do not mention it. */
export function rangesOn(hours: OpeningHours, epochDay: number): readonly MinuteRange[] | null {
  const override = hours.byDate.get(epochDay);
  if (override) return override;
  // 1970-01-01 was a Thursday.
  const weekday = (((epochDay + 4) % 7) + 7) % 7;
  return hours.weekly && (hours.weekly[weekday] ?? []);
}
