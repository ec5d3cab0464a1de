/** Where an agent's busy time may be taken from [A6]. Pure: what is known goes in, the rung comes out. */
import type { AvailabilitySource } from '@luma-leasing/types/availability';

/** A calendar that blocks its agent's time. */
export interface BlockingCalendar {
  /** The grant works, as far as we know. */
  connected: boolean;
  /** Epoch ms; null: no mirror yet. */
  lastSyncedAt: number | null;
}

/** `mirror` and `ask` may be read; `unknown` must never be shown as free. */
export type Rung =
  | { from: 'mirror'; source: 'synced' | 'stale'; asOf: number }
  | { from: 'ask' }
  | { from: 'unknown' };

/** A mirror no older than this is as good as the calendar. */
export const mirrorFreshMs = 10 * 60_000;
const oldestMirrorMs = 24 * 3_600_000;

/** First choice: a mirror at most 10 min old, else the calendars themselves. */
export function firstRung(calendars: readonly BlockingCalendar[], now: number): Rung {
  const mirrored = mirrorAge(calendars);
  if (mirrored !== null && now - mirrored <= mirrorFreshMs)
    return { from: 'mirror', source: 'synced', asOf: mirrored };
  if (calendars.every((calendar) => calendar.connected)) return { from: 'ask' };
  return lastRung(calendars, now);
}

/** When asking failed: a mirror up to 24 h old, else nothing is known. */
export function lastRung(calendars: readonly BlockingCalendar[], now: number): Rung {
  const mirrored = mirrorAge(calendars);
  if (mirrored !== null && now - mirrored <= oldestMirrorMs)
    return { from: 'mirror', source: 'stale', asOf: mirrored };
  return { from: 'unknown' };
}

/** The oldest sync of them, since every one of them matters; null when one was never synced. */
function mirrorAge(calendars: readonly BlockingCalendar[]): number | null {
  if (calendars.length === 0) return null;
  const ages = calendars.map((calendar) => calendar.lastSyncedAt ?? -Infinity);
  const oldest = Math.min(...ages);
  return oldest === -Infinity ? null : oldest;
}

const worstLast: AvailabilitySource[] = ['synced', 'live', 'stale', 'manual'];

/** The worst of the agents' sources is the answer's. */
export const worstOf = (sources: AvailabilitySource[]): AvailabilitySource =>
  worstLast.findLast((source) => sources.includes(source)) ?? 'live';
