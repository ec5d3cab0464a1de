/** The grid: all times at which a property would give tours if all agents were free and nothing were too soon. */
import { DAY_MS, MINUTE_MS } from '../../lib/iso.ts';
import type { Zone } from '../../lib/zone.ts';
import { type MinuteRange, type OpeningHours, rangesOn } from './hours.ts';

const HOUR_MS = 60 * MINUTE_MS;

/** One date of the grid. Its slots have the indexes from `first` (inclusive) to `end` (exclusive). */
export interface GridDay {
  readonly epochDay: number;
  readonly first: number;
  readonly end: number;
}

/** All slots of the window in ascending order, as parallel lists, so that no object is allocated for a slot. */
export interface Grid {
  /** Dates with at least one slot. */
  readonly days: readonly GridDay[];
  /** Epoch ms, strictly ascending. */
  readonly startsAt: readonly number[];
  /** Minute of the local day. */
  readonly minute: readonly number[];
  /** An index for searches: entry `n` is the first slot `n` hours or more after the very first. */
  readonly hourIndex: readonly number[];
}

export interface GridRules {
  readonly zone: Zone;
  readonly hours: OpeningHours;
  readonly durationMs: number;
  readonly intervalMinutes: number;
}

/** The grid from `firstDay` to `lastDay` (epoch days), both included. */
export function buildGrid(rules: GridRules, firstDay: number, lastDay: number): Grid {
  const days: GridDay[] = [];
  const startsAt: number[] = [];
  const minute: number[] = [];
  for (let epochDay = firstDay; epochDay <= lastDay; epochDay++) {
    const first = startsAt.length;
    for (const range of rangesOn(rules.hours, epochDay) ?? []) {
      const local = epochDay * DAY_MS;
      const offset = rules.zone.steadyOffset(local, local + DAY_MS);
      if (offset === undefined) addRangeByClock(rules, local, range, startsAt, minute);
      else addRange(rules, local - offset, range, startsAt, minute);
    }
    if (startsAt.length > first) days.push({ epochDay, first, end: startsAt.length });
  }
  return { days, startsAt, minute, hourIndex: indexByHour(startsAt) };
}

/** Adds the slots of a range on a date without a change of offset, where wall clock and elapsed time agree. */
function addRange(
  rules: GridRules,
  midnight: number,
  range: MinuteRange,
  startsAt: number[],
  minutes: number[],
): void {
  const latest = midnight + range.end * MINUTE_MS - rules.durationMs;
  for (let minute = range.start; ; minute += rules.intervalMinutes) {
    const start = midnight + minute * MINUTE_MS;
    if (start > latest) return;
    startsAt.push(start);
    minutes.push(minute);
  }
}

/**
 * The same near a change of offset, where each wall time is looked up. A time that the clock skips is left out; a
 * time that it shows twice counts the first time. Tours take elapsed time until the closing instant.
 */
function addRangeByClock(
  rules: GridRules,
  localMidnight: number,
  range: MinuteRange,
  startsAt: number[],
  minutes: number[],
): void {
  const latest = rules.zone.reached(localMidnight + range.end * MINUTE_MS) - rules.durationMs;
  for (let minute = range.start; minute < range.end; minute += rules.intervalMinutes) {
    const local = localMidnight + minute * MINUTE_MS;
    const start = rules.zone.reached(local);
    if (start > latest) return;
    const exists = start + rules.zone.offsetAt(start) === local;
    if (!exists) continue;
    startsAt.push(start);
    minutes.push(minute);
  }
}

/** For every full hour since the very first slot: the index of the first slot at or after it. */
function indexByHour(startsAt: readonly number[]): number[] {
  const index: number[] = [];
  let edge = startsAt[0] ?? 0;
  for (let slot = 0; slot < startsAt.length; slot++) {
    const start = startsAt[slot] ?? 0;
    for (; edge <= start; edge += HOUR_MS) index.push(slot);
  }
  return index;
}

/** The index of the first slot that starts at `epochMs` or later; the number of slots if there is none. */
export function slotFrom(grid: Grid, epochMs: number): number {
  const { startsAt, hourIndex } = grid;
  const hour = Math.floor((epochMs - (startsAt[0] ?? 0)) / HOUR_MS);
  if (hour < 0) return 0;
  if (hour >= hourIndex.length) return startsAt.length;
  let slot = hourIndex[hour] ?? 0;
  while (slot < startsAt.length && (startsAt[slot] ?? 0) < epochMs) slot++;
  return slot;
}
