/**
 * The integer floor: the bare work of a slot answer. Its input is what the engine must compute first: opening hours as
 * epoch minutes, and each agent's busy times, parsed and sorted. Its output has the same shape, but in numbers.
 */
import type { SlotQuery } from '@luma-leasing/server/src/features/availability/slots.ts';
import type { Instant } from '@luma-leasing/server/src/lib/interval.ts';
import { toMs } from '@luma-leasing/server/src/lib/iso.ts';

export interface FloorInput {
  /** Opening and closing of each day, in epoch minutes. */
  opens: Int32Array;
  closes: Int32Array;
  /** Busy times of each agent in epoch minutes, by start. */
  busy: { starts: Int32Array; ends: Int32Array }[];
  interval: number;
  duration: number;
  buffer: number;
  earliest: number;
}

export interface FloorSlot {
  startsAt: number;
  available: boolean;
}
export interface FloorDay {
  opens: number;
  slots: FloorSlot[];
}

/** How far the sweep is in one agent's day: the next busy interval, and when the earlier ones end. */
interface Cursor {
  next: number;
  reach: number;
}

/** Each agent's cursor moves along with the slots. The first free agent ends the search. */
export function floorSlots(input: FloorInput): FloorDay[] {
  const { opens, closes, interval, duration, earliest } = input;
  const cursors = input.busy.map((): Cursor => ({ next: 0, reach: 0 }));
  const days: FloorDay[] = [];
  for (let day = 0; day < opens.length; day++) {
    const slots: FloorSlot[] = [];
    const latest = (closes[day] ?? 0) - duration;
    for (let start = opens[day] ?? 0; start <= latest; start += interval) {
      const available = start >= earliest && isAnyoneFree(input, cursors, start);
      slots.push({ startsAt: start, available });
    }
    days.push({ opens: opens[day] ?? 0, slots });
  }
  return days;
}

function isAnyoneFree(input: FloorInput, cursors: readonly Cursor[], start: number): boolean {
  const until = start + input.duration + input.buffer;
  for (let agent = 0; agent < cursors.length; agent++) {
    const cursor = cursors[agent];
    const busy = input.busy[agent];
    if (cursor === undefined || busy === undefined) continue;
    const { starts, ends } = busy;
    while (cursor.next < starts.length && (starts[cursor.next] ?? 0) < until) {
      cursor.reach = Math.max(cursor.reach, ends[cursor.next] ?? 0);
      cursor.next++;
    }
    if (cursor.reach + input.buffer <= start) return true;
  }
  return false;
}

/** Prepares the floor's input; this is not timed. It supports no caps and no hours of agents. */
export function floorInput(query: SlotQuery, midnights: readonly string[]): FloorInput {
  const { rules, agents } = query;
  const minute = (moment: Instant) => toMs(moment) / 60_000;
  return {
    opens: Int32Array.from(midnights, (midnight) => minute(midnight) + 9 * 60),
    closes: Int32Array.from(midnights, (midnight) => minute(midnight) + 18 * 60),
    busy: agents.map((agent) => {
      const sorted = agent.busy.toSorted((a, b) => minute(a.startsAt) - minute(b.startsAt));
      return {
        starts: Int32Array.from(sorted, (busy) => minute(busy.startsAt)),
        ends: Int32Array.from(sorted, (busy) => minute(busy.endsAt)),
      };
    }),
    interval: rules.intervalMinutes,
    duration: rules.durationMinutes,
    buffer: rules.bufferMinutes,
    earliest: minute(query.now) + rules.noticeMinutes,
  };
}
