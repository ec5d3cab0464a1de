import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queryArbitrary } from '../../../test/slot-arbitraries.ts';
import { oracleDays, oracleSlots } from '../../../test/slot-oracle.ts';
import { toMs } from '../../lib/iso.ts';
import { checkSlot, generateSlots, type SlotQuery } from './slots.ts';

/** `SLOT_RUNS=20000 npx vitest run slots.property` makes more runs. A failure prints its seed. */
const numRuns = Number(process.env['SLOT_RUNS'] ?? 150);

const availableTimes = (days: ReturnType<typeof generateSlots>) =>
  days.flatMap((day) => day.slots.filter((slot) => slot.available).map((slot) => slot.startsAt));

const inNumbers = (query: SlotQuery): SlotQuery => {
  const numbers = <T extends SlotQuery['agents'][number]['busy'][number]>(one: T): T => ({
    ...one,
    startsAt: toMs(one.startsAt),
    endsAt: toMs(one.endsAt),
  });
  return {
    ...query,
    now: toMs(query.now),
    agents: query.agents.map((agent) => ({
      ...agent,
      busy: agent.busy.map(numbers),
      tours: agent.tours.map(numbers),
    })),
  };
};

describe('the slot engine, on random questions', () => {
  it('agrees with the oracle', () => {
    fc.assert(
      fc.property(queryArbitrary, (query) => {
        expect(generateSlots(query)).toEqual(oracleDays(query));
      }),
      { numRuns },
    );
  });

  it('checks a listed time with the same result, and names the oracle’s agents', () => {
    fc.assert(
      fc.property(queryArbitrary, (query) => {
        for (const slot of oracleSlots(query)) {
          const startsAt = new Date(slot.at).toISOString();
          expect(checkSlot(query, startsAt)).toEqual(
            slot.insideNotice
              ? { offered: false, reason: 'inside_notice' }
              : { offered: true, agentIds: slot.takers },
          );
        }
      }),
      { numRuns: Math.ceil(numRuns / 3) },
    );
  });

  it('gives the same answer for epoch milliseconds and text', () => {
    fc.assert(
      fc.property(queryArbitrary, (query) => {
        expect(generateSlots(inNumbers(query))).toEqual(generateSlots(query));
      }),
      { numRuns },
    );
  });

  it('accepts no time that it does not list', () => {
    fc.assert(
      fc.property(queryArbitrary, fc.integer({ min: -600, max: 7200 }), (query, minutes) => {
        const startsAt = new Date(toMs(query.now) + minutes * 60_000).toISOString();
        const { from: _from, days: _days, ...whole } = query;
        const isListed = generateSlots(whole)
          .flatMap((day) => day.slots)
          .some((slot) => Date.parse(slot.startsAt) === Date.parse(startsAt));
        if (!isListed) expect(checkSlot(query, startsAt)).toMatchObject({ offered: false });
      }),
      { numRuns },
    );
  });

  it('never has more free times with more busy blocks, in any order', () => {
    fc.assert(
      fc.property(queryArbitrary, (query) => {
        const reversed = {
          ...query,
          agents: query.agents.map((agent) => ({ ...agent, busy: agent.busy.toReversed() })),
        };
        expect(generateSlots(reversed)).toEqual(generateSlots(query));
        const lighter = {
          ...query,
          agents: query.agents.map((agent) => ({ ...agent, busy: agent.busy.slice(1) })),
        };
        const before = new Set(availableTimes(generateSlots(lighter)));
        for (const time of availableTimes(generateSlots(query))) expect(before).toContain(time);
      }),
      { numRuns },
    );
  });
});
