/** Chooses the rung of the ladder from which an agent's busy time is taken [A6]. Pure. */
import type { AvailabilitySource } from '@luma-leasing/types/availability';

/** A calendar that blocks its agent's time. */
export interface BlockingCalendar {
  /** The grant works, as far as is known. */
  connected: boolean;
  /** Epoch ms; null: there is no mirror yet. */
  lastSyncedAt: number | null;
}

/** `mirror`: read the mirror; `ask`: ask the calendars; `unknown`: the agent must not be shown as free. */
export type Rung =
  | { from: 'mirror'; source: 'synced' | 'stale'; asOf: number }
  | { from: 'ask' }
  | { from: 'unknown' };

/** A mirror no older than this is as good as the calendar. */
export const mirrorFreshMs = 10 * 60_000;
const oldestMirrorMs = 24 * 3_600_000;

/** The first choice: a mirror of at most 10 min, else the calendars themselves. */
export function firstRung(calendars: readonly BlockingCalendar[], now: number): Rung {
  const mirrored = oldestSync(calendars);
  if (mirrored !== null && now - mirrored <= mirrorFreshMs)
    return { from: 'mirror', source: 'synced', asOf: mirrored };
  if (calendars.every((calendar) => calendar.connected)) return { from: 'ask' };
  return lastRung(calendars, now);
}

/** The choice after asking failed: a mirror of at most 24 h, else unknown. */
export function lastRung(calendars: readonly BlockingCalendar[], now: number): Rung {
  const mirrored = oldestSync(calendars);
  if (mirrored !== null && now - mirrored <= oldestMirrorMs)
    return { from: 'mirror', source: 'stale', asOf: mirrored };
  return { from: 'unknown' };
}

/** The time of the oldest sync, because every calendar counts; null if one was never synced. */
function oldestSync(calendars: readonly BlockingCalendar[]): number | null {
  if (calendars.length === 0) return null;
  const ages = calendars.map((calendar) => calendar.lastSyncedAt ?? -Infinity);
  const oldest = Math.min(...ages);
  return oldest === -Infinity ? null : oldest;
}

const worstLast: AvailabilitySource[] = ['synced', 'live', 'stale', 'manual'];

/** The source of an answer: the worst source of its agents. */
export const worstSource = (sources: AvailabilitySource[]): AvailabilitySource =>
  worstLast.findLast((source) => sources.includes(source)) ?? 'live';
