import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Zone, zoneOf } from './zone.ts';

const HOUR = 3_600_000;
const local = (text: string) => Date.parse(`${text}Z`);
const instant = (text: string) => Date.parse(text);

/** All changes of a zone's clock, from Temporal. */
function transitions(timezone: string, from: string, to: string): number[] {
  const found: number[] = [];
  let moment: Temporal.ZonedDateTime | null =
    Temporal.Instant.from(from).toZonedDateTimeISO(timezone);
  for (;;) {
    moment = moment.getTimeZoneTransition('next');
    if (moment === null || moment.epochMilliseconds > instant(to)) return found;
    found.push(moment.epochMilliseconds);
  }
}

function temporalOffset(timezone: string, epochMs: number): number {
  const zoned = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timezone);
  return zoned.offsetNanoseconds / 1e6;
}

/** The changes at which our table and Temporal disagree, on either side. */
function disagreements(timezone: string, from: string, to: string): string[] {
  const zone = new Zone(timezone);
  return transitions(timezone, from, to)
    .flatMap((change) => [change - 1, change])
    .filter((ms) => zone.offsetAt(ms) !== temporalOffset(timezone, ms))
    .map((ms) => `${timezone} ${new Date(ms).toISOString()}`);
}

const trickyZones = [
  'America/Chicago',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Asia/Gaza',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Africa/Casablanca',
  'Europe/Dublin',
  'America/St_Johns',
  'America/Boa_Vista',
  'Africa/Monrovia',
];

describe('offsets', () => {
  it('are right on both sides of every change of every zone, 2025–2028', () => {
    const wrong = Intl.supportedValuesOf('timeZone').flatMap((timezone) =>
      disagreements(timezone, '2025-01-01T00:00:00Z', '2028-01-01T00:00:00Z'),
    );
    expect(wrong).toEqual([]);
  });

  it.each(trickyZones)('are right on both sides of every change, 1970–2100: %s', (timezone) => {
    expect(disagreements(timezone, '1970-01-01T00:00:00Z', '2100-01-01T00:00:00Z')).toEqual([]);
  });

  it('have seconds, as some old clocks had', () => {
    expect(zoneOf('Africa/Monrovia').offsetAt(0)).toBe(-(44 * 60 + 30) * 1000);
  });

  it('give the local date', () => {
    const dayAt = (timezone: string) => zoneOf(timezone).dayAt(instant('2026-01-01T05:59:59.999Z'));
    expect([dayAt('UTC'), dayAt('America/Chicago')]).toEqual([20_454, 20_453]);
  });
});

describe('wall clock to instant', () => {
  const chicago = zoneOf('America/Chicago');

  it('is one instant, as a rule', () => {
    expect(chicago.reached(local('2026-07-04T09:00'))).toBe(instant('2026-07-04T14:00Z'));
  });

  it('is the jump of the clock, if the clock skips the time', () => {
    expect(chicago.reached(local('2026-03-08T02:30'))).toBe(instant('2026-03-08T08:00Z'));
  });

  it('is the first of two instants, if the clock goes back', () => {
    expect(chicago.reached(local('2026-11-01T01:30'))).toBe(instant('2026-11-01T06:30Z'));
  });

  it('is the jump, if the clock skips a whole day', () => {
    const apia = zoneOf('Pacific/Apia');
    expect(apia.reached(local('2011-12-30T12:00'))).toBe(instant('2011-12-30T10:00Z'));
  });

  it('agrees with Temporal, near changes of the clock', () => {
    const nearChange = fc
      .constantFrom(...trickyZones)
      .filter(
        (timezone) => transitions(timezone, '1975-01-01T00:00Z', '2050-01-01T00:00Z').length > 0,
      )
      .chain((timezone) =>
        fc.record({
          timezone: fc.constant(timezone),
          change: fc.constantFrom(
            ...transitions(timezone, '1975-01-01T00:00Z', '2050-01-01T00:00Z'),
          ),
          minutes: fc.integer({ min: -30 * 60, max: 30 * 60 }),
        }),
      );
    fc.assert(
      fc.property(nearChange, ({ timezone, change, minutes }) => {
        const wall = Math.floor(change / 60_000 + minutes) * 60_000;
        const plain = Temporal.PlainDateTime.from(new Date(wall).toISOString().slice(0, -1));
        const earlier = plain.toZonedDateTime(timezone, { disambiguation: 'earlier' });
        const exists = earlier.toPlainDateTime().equals(plain);
        // A skipped time is reached when the clock jumps past it.
        const jump = () => earlier.getTimeZoneTransition('next');
        const reached = exists ? earlier : jump();
        expect(zoneOf(timezone).reached(wall)).toBe(reached?.epochMilliseconds);
      }),
      { numRuns: 300 },
    );
  });
});

describe('steadyOffset', () => {
  const chicago = zoneOf('America/Chicago');
  const day = (date: string) => {
    const midnight = local(`${date}T00:00`);
    return chicago.steadyOffset(midnight, midnight + 24 * HOUR);
  };

  it('is the offset, well away from any change', () => {
    expect([day('2026-01-27'), day('2026-07-04')]).toEqual([-6 * HOUR, -5 * HOUR]);
  });

  it('is undefined near one', () => {
    expect([day('2026-03-08'), day('2026-11-01')]).toEqual([undefined, undefined]);
  });
});

it.each(['', 'Chicago', 'America/Springfield', 'Mars/Olympus'])(
  'refuses a zone that does not exist: "%s"',
  (name) => {
    expect(() => zoneOf(name)).toThrow(RangeError);
  },
);
