import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, dateText } from '../../lib/iso.ts';
import { defaultHours } from '../admin/properties/put-property.ts';
import { normalizeQuery } from './normalize-query.ts';
import { generateSlots } from './slots.ts';

const now = Date.parse('2026-01-26T12:00:00Z');
const dayFrom = (days: number) => dateText(Math.floor(now / DAY_MS) + days);

describe('questions with one answer', () => {
  it.each([
    [{}, {}],
    [{ from: '1999-01-01' }, {}],
    [{ from: dayFrom(-2) }, {}],
    [{ days: 92 }, {}],
    [{ days: 30 }, { days: 30 }],
    [
      { from: '1999-01-01', days: 3 },
      { from: dayFrom(-2), days: 1 },
    ],
    [{ from: '9999-12-31' }, { from: dayFrom(-2), days: 1 }],
    [
      { from: dayFrom(-5), days: 10 },
      { from: dayFrom(-2), days: 7 },
    ],
    [{ from: dayFrom(3), days: 90 }, { from: dayFrom(3) }],
    [
      { from: dayFrom(3), days: 7 },
      { from: dayFrom(3), days: 7 },
    ],
  ])('%j is asked as %j', (query, as) => {
    expect(normalizeQuery(query, now)).toEqual(as);
  });

  it('are few, for any dates', () => {
    const asked = new Set<string>();
    for (let first = -1_000; first < 1_000; first++)
      for (const days of [undefined, 1, 30, 92])
        asked.add(JSON.stringify(normalizeQuery({ from: dayFrom(first), days }, now)));
    expect(asked.size).toBeLessThan(4 * 100);
  });

  it('have the same answer in any zone, at any hour, with any horizon', () => {
    const zones = ['America/Chicago', 'Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Kathmandu', 'UTC'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 2 * DAY_MS }),
        fc.integer({ min: 1, max: 90 }),
        fc.option(fc.integer({ min: -5, max: 100 }), { nil: undefined }),
        fc.option(fc.integer({ min: 1, max: 92 }), { nil: undefined }),
        (timezone, later, horizonDays, first, days) => {
          const at = now + later;
          const rules = {
            timezone,
            hours: defaultHours,
            overrides: [],
            durationMinutes: 240,
            intervalMinutes: 240,
            bufferMinutes: 0,
            noticeMinutes: 0,
            horizonDays,
            dailyCap: null,
          };
          const query = {
            ...(first === undefined ? {} : { from: dayFrom(first) }),
            ...(days === undefined ? {} : { days }),
          };
          const answer = (range: typeof query) =>
            generateSlots({ rules, now: at, agents: [], ...JSON.parse(JSON.stringify(range)) });
          expect(answer(normalizeQuery(query, at))).toEqual(answer(query));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
