/** The two queries that the slot engine is measured with; they are the same on every machine and in every run. */
import type { SlotAgent, SlotQuery } from '@luma-leasing/server/src/features/availability/slots.ts';
import type { Interval } from '@luma-leasing/server/src/lib/interval.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Monday, 00:00 in Chicago; the next clock change is in March. */
const FIRST_MIDNIGHT = Date.parse('2026-01-05T06:00:00Z');

/** Pseudo-random numbers in [0, 1) (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Meetings of 15 to 120 minutes between 08:00 and 18:00, unsorted. */
function meetings(count: number, days: number, random: () => number): Interval<string>[] {
  return Array.from({ length: count }, () => {
    const day = Math.floor(random() * days);
    const start = FIRST_MIDNIGHT + day * DAY + (8 * 60 + Math.floor(random() * 40) * 15) * MINUTE;
    const end = start + (1 + Math.floor(random() * 8)) * 15 * MINUTE;
    return { startsAt: new Date(start).toISOString(), endsAt: new Date(end).toISOString() };
  });
}

/** The default property (Mon–Sat 09:00–18:00, 30-minute tours, buffer 15 min, notice 2 h) in Chicago. */
export function workload(agentCount: number, days: number, busyPerAgent: number): SlotQuery {
  const random = randomFrom(agentCount * 1000 + days);
  const open = [{ start: '09:00', end: '18:00' }];
  const agents = Array.from({ length: agentCount }, (_, index): SlotAgent => ({
    id: `agent-${index}`,
    hours: null,
    overrides: [],
    busy: meetings(busyPerAgent, days, random),
    tours: [],
    dailyCap: null,
  }));
  return {
    rules: {
      timezone: 'America/Chicago',
      hours: { mon: open, tue: open, wed: open, thu: open, fri: open, sat: open },
      overrides: [],
      durationMinutes: 30,
      intervalMinutes: 30,
      bufferMinutes: 15,
      noticeMinutes: 120,
      horizonDays: days,
      dailyCap: null,
    },
    agents,
    now: new Date(FIRST_MIDNIGHT).toISOString(),
  };
}
