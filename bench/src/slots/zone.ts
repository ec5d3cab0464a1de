/** Local time to instant and back: our table of offset changes compared with native Temporal. */
import { zoneOf } from '@luma-leasing/server/src/lib/zone.ts';
import { paired } from '../lib/paired.ts';
import { type Row, perSecond, spread } from '../lib/report.ts';

const TIMEZONE = 'America/Chicago';
const HALF_HOUR = 1_800_000;
/** Half a year of half hours with both clock changes, in an order that caches cannot use. */
const WALLS = Array.from(
  { length: 8760 },
  (_, index) => Date.parse('2026-02-01T00:00:00Z') + ((index * 4001) % 8760) * 2 * HALF_HOUR,
);
const PLAIN = WALLS.map((ms) =>
  Temporal.PlainDateTime.from(new Date(ms).toISOString().slice(0, 19)),
);

function byTable(): number {
  const zone = zoneOf(TIMEZONE);
  let sum = 0;
  for (const wall of WALLS) {
    const instant = zone.reached(wall);
    sum += instant + zone.offsetAt(instant);
  }
  return sum;
}

function byTemporal(): number {
  let sum = 0;
  for (const plain of PLAIN) {
    const zoned = plain.toZonedDateTime(TIMEZONE);
    sum += zoned.epochMilliseconds + zoned.offsetNanoseconds / 1e6;
  }
  return sum;
}

export function zoneRow(): Row {
  const { ratio, a, b } = paired(byTable, byTemporal);
  const conversions = (speed: number) => perSecond(speed * WALLS.length);
  return {
    name: 'zone conversion, there and back',
    goal: '≥ 20 × native Temporal',
    measured: `${spread(ratio)}; ${conversions(a.median)}, Temporal ${conversions(b.median)}`,
    met: ratio.median >= 20,
  };
}
