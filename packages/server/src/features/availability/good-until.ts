import type { AvailabilitySource } from '@luma-leasing/types/availability';
import { DAY_MS, parseInstant } from '../../lib/iso.ts';
import { zoneOf } from '../../lib/zone.ts';
import { mirrorFreshMs } from './ladder.ts';
import type { SlotDay, SlotRules } from './slots.ts';

/**
 * Epoch ms until which an answer is right if nothing changes: until the notice reaches the first free time, the
 * local day ends, or the mirror is no longer fresh. A live answer is never kept. Pure.
 */
export function goodUntil(
  days: SlotDay[],
  { source, asOf, now }: { source: AvailabilitySource; asOf: number; now: number },
  { timezone, noticeMinutes }: Pick<SlotRules, 'timezone' | 'noticeMinutes'>,
): number {
  if (source === 'live' || source === 'stale') return now;
  const zone = zoneOf(timezone);
  const midnight = zone.reached((zone.dayAt(now) + 1) * DAY_MS);
  const firstFree = days.flatMap((day) => day.slots).find((slot) => slot.available);
  const noticed = firstFree ? parseInstant(firstFree.startsAt) - noticeMinutes * 60_000 : Infinity;
  const aged = source === 'synced' ? asOf + mirrorFreshMs : Infinity;
  return Math.min(midnight, noticed, aged);
}
