import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calendar, CalendarEvent } from '../../state/model.ts';
import { expandSeries } from './expand.ts';

const ZONES = ['America/Chicago', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
const MS_PER_DAY = 86_400_000;

const calendar: Calendar = {
  id: 'a@example.com',
  summary: '',
  timeZone: 'America/Chicago',
  updated: '',
  change: 0,
  events: new Map(),
};

function series(zone: string, start: Temporal.ZonedDateTime, rule: string): CalendarEvent {
  const at = (time: Temporal.ZonedDateTime) => ({
    dateTime: time.toString({ timeZoneName: 'never' }),
    timeZone: zone,
  });
  return {
    id: 'series0',
    etag: '"1"',
    status: 'confirmed',
    start: at(start),
    end: at(start.add({ minutes: 45 })),
    recurrence: [`RRULE:${rule}`],
  };
}

/** Every day at the same local time, computed in a slow and obvious way. */
function oracle(start: Temporal.ZonedDateTime, every: number, count: number): number[] {
  return Array.from(
    { length: count },
    (_, index) => start.add({ days: index * every }).epochMilliseconds,
  );
}

describe('expanding a series', () => {
  it('agrees with counting days on the wall, whatever the range, over both changes of the clocks', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: 0, max: 364 }),
        // No zone of this test skips or repeats these hours.
        fc.integer({ min: 5, max: 22 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: -20, max: 400 }),
        fc.integer({ min: 1, max: 90 }),
        (zone, day, hour, every, count, rangeDay, rangeDays) => {
          const start = Temporal.PlainDateTime.from({ year: 2026, month: 1, day: 1, hour })
            .add({ days: day })
            .toZonedDateTime(zone);
          const from = start.epochMilliseconds + rangeDay * MS_PER_DAY + 1;
          const range = { from, to: from + rangeDays * MS_PER_DAY };
          const event = series(zone, start, `FREQ=DAILY;INTERVAL=${every};COUNT=${count}`);
          const got = expandSeries(event, calendar, range).map((one) =>
            Date.parse(one.start.dateTime ?? ''),
          );
          const wanted = oracle(start, every, count).filter(
            (at) => at + 45 * 60_000 > range.from && at < range.to,
          );
          expect(got).toEqual(wanted);
        },
      ),
    );
  });

  it('keeps the exact length of each instance', () => {
    const start = Temporal.ZonedDateTime.from('2026-03-07T23:30[America/Chicago]');
    const event = series('America/Chicago', start, 'FREQ=DAILY;COUNT=3');
    const lengths = expandSeries(event, calendar, { from: 0, to: Infinity }).map(
      (one) => Date.parse(one.end.dateTime ?? '') - Date.parse(one.start.dateTime ?? ''),
    );
    expect(lengths).toEqual([45, 45, 45].map((minutes) => minutes * 60_000));
  });

  it('leaves out the instances that have become events of their own', () => {
    const start = Temporal.ZonedDateTime.from('2026-01-05T09:00[America/Chicago]');
    const event = series('America/Chicago', start, 'FREQ=DAILY;COUNT=3');
    const range = { from: 0, to: Infinity };
    const [, second] = expandSeries(event, calendar, range);
    if (second === undefined) throw new Error('The series has no second instance.');
    const events = new Map([[second.id, { event: second, order: 1, change: 1, timings: [] }]]);
    expect(expandSeries(event, { ...calendar, events }, range)).toHaveLength(2);
  });
});
