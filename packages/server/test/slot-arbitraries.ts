/** Random questions for the slot engine: small, but with many edge cases. */
import type { DateOverride, LocalRange, WeeklyHours } from '@luma-leasing/types/hours';
import fc from 'fast-check';
import type { SlotAgent, SlotQuery, SlotRules } from '../src/features/availability/slots.ts';
import type { Interval } from '../src/lib/interval.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Zones, and UTC dates near which their clocks do something unusual. */
const places: [timezone: string, dates: string[]][] = [
  ['America/Chicago', ['2026-03-08', '2026-11-01', '2026-07-04']],
  ['Australia/Lord_Howe', ['2026-04-05', '2026-10-04']], // changes by 30 minutes
  ['Asia/Kathmandu', ['2026-05-01']], // +05:45
  ['Pacific/Chatham', ['2026-04-05', '2026-09-27']], // +12:45, changes at 02:45
  ['Pacific/Apia', ['2011-12-30', '2026-01-01']], // 2011-12-30 does not exist
  ['Europe/Dublin', ['2026-03-29', '2026-10-25']], // winter is the exception, by law
  ['America/St_Johns', ['2026-03-08', '2010-11-07', '2010-03-14']], // until 2011 at 00:01
  ['Africa/Casablanca', ['2026-02-15', '2026-03-22']], // back an hour for Ramadan
  ['America/Havana', ['2026-03-08', '2026-11-01']], // changes at midnight
  ['Africa/Cairo', ['2026-04-24', '2026-10-29']], // 24:00 does not exist; occurs twice
  ['UTC', ['2028-02-29', '2026-12-31']],
];

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const rangeArbitrary: fc.Arbitrary<LocalRange> = fc
  .uniqueArray(
    fc.oneof(
      fc.integer({ min: 0, max: 48 }).map((halfHours) => halfHours * 30),
      // Most clocks change in the first hours of a day.
      fc.integer({ min: 0, max: 16 }).map((quarters) => quarters * 15),
      fc.integer({ min: 0, max: 288 }).map((steps) => steps * 5),
    ),
    { minLength: 2, maxLength: 2 },
  )
  .map(([a = 0, b = 1]) => ({ start: clock(Math.min(a, b)), end: clock(Math.max(a, b)) }));

const rangesArbitrary = fc.array(rangeArbitrary, { maxLength: 3 });

const hoursArbitrary: fc.Arbitrary<WeeklyHours> = fc.record(
  {
    mon: rangesArbitrary,
    tue: rangesArbitrary,
    wed: rangesArbitrary,
    thu: rangesArbitrary,
    fri: rangesArbitrary,
    sat: rangesArbitrary,
    sun: rangesArbitrary,
  },
  { requiredKeys: ['fri', 'sat', 'sun'] },
);

/** An instant in one of the spellings that databases and calendars use. */
const spell = (epochMs: number, spelling: number): string => {
  const instant = Temporal.Instant.fromEpochMilliseconds(epochMs);
  if (spelling === 0) return instant.toString();
  if (spelling === 1) return instant.toString({ fractionalSecondDigits: 3 });
  const timeZone = ['-05:00', '+05:45', '+13:00'][spelling % 3] ?? 'UTC';
  return instant.toString({ timeZone });
};

/** Mostly on quarter hours, like the grids, so that exact fits and near misses are common. */
function intervalArbitrary(now: number): fc.Arbitrary<Interval<string>> {
  const hour = Math.floor(now / (60 * MINUTE)) * 60 * MINUTE;
  return fc
    .record({
      start: fc.oneof(
        fc.integer({ min: -36 * 4, max: 4 * 24 * 4 }).map((quarters) => quarters * 15),
        fc.integer({ min: -36 * 12, max: 4 * 24 * 12 }).map((steps) => steps * 5),
      ),
      length: fc.oneof(
        fc.constant(0),
        fc.integer({ min: 1, max: 12 }).map((quarters) => quarters * 15),
        fc.integer({ min: 500, max: 3000 }),
      ),
      shift: fc.constantFrom(0, 0, 0, 1, 61_001),
      spelling: fc.nat({ max: 4 }),
    })
    .map(({ start, length, shift, spelling }) => {
      const from = hour + start * MINUTE + shift;
      return { startsAt: spell(from, spelling), endsAt: spell(from + length * MINUTE, spelling) };
    });
}

const capArbitrary = fc.option(fc.integer({ min: 0, max: 3 }), { freq: 2 });

function overridesArbitrary(around: number): fc.Arbitrary<DateOverride[]> {
  const date = fc
    .integer({ min: -2, max: 4 })
    .map((day) => new Date(around + day * DAY).toISOString().slice(0, 10));
  return fc.array(fc.record({ date, ranges: rangesArbitrary }), { maxLength: 3 });
}

function agentArbitrary(around: number): fc.Arbitrary<Omit<SlotAgent, 'id'>> {
  const tour = fc
    .tuple(intervalArbitrary(around), fc.boolean())
    .map(([interval, here]) => ({ ...interval, here }));
  return fc.record({
    hours: fc.option(hoursArbitrary),
    overrides: overridesArbitrary(around),
    busy: fc.array(intervalArbitrary(around), { maxLength: 6 }),
    tours: fc.array(tour, { maxLength: 4 }),
    dailyCap: capArbitrary,
  });
}

function rulesArbitrary(timezone: string, around: number): fc.Arbitrary<SlotRules> {
  return fc.record({
    timezone: fc.constant(timezone),
    hours: hoursArbitrary,
    overrides: overridesArbitrary(around),
    durationMinutes: fc.constantFrom(1, 15, 20, 30, 45, 60, 90, 150),
    intervalMinutes: fc.constantFrom(5, 15, 20, 30, 45, 60, 75),
    bufferMinutes: fc.constantFrom(0, 5, 15, 60),
    noticeMinutes: fc.constantFrom(0, 7, 120, 24 * 60),
    horizonDays: fc.integer({ min: 1, max: 4 }),
    dailyCap: capArbitrary,
  });
}

const whenAndWhere = fc.constantFrom(...places).chain(([timezone, dates]) =>
  fc.record({
    timezone: fc.constant(timezone),
    around: fc.constantFrom(...dates).map((date) => Date.parse(`${date}T12:00:00Z`)),
    minutesBefore: fc.integer({ min: -600, max: 3 * 24 * 60 }),
  }),
);

/** A whole question, often near a change of the clock. */
export const queryArbitrary: fc.Arbitrary<SlotQuery> = whenAndWhere.chain(
  ({ timezone, around, minutesBefore }) => {
    const now = around - minutesBefore * MINUTE;
    return fc
      .record(
        {
          rules: rulesArbitrary(timezone, around),
          agents: fc.array(agentArbitrary(now), { maxLength: 3 }),
          now: fc.nat({ max: 4 }).map((spelling) => spell(now, spelling)),
          from: fc
            .integer({ min: -2, max: 5 })
            .map((day) => new Date(now + day * DAY).toISOString().slice(0, 10)),
          days: fc.integer({ min: 1, max: 4 }),
        },
        { requiredKeys: ['rules', 'agents', 'now'] },
      )
      .map((query) => ({
        ...query,
        agents: query.agents.map((agent, index) => ({ ...agent, id: `agent-${index}` })),
      }));
  },
);
