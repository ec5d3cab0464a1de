import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankAgents } from './rank-agents.ts';

const ana = { id: 'ana', toursThatDay: 2, lastAssignedAt: Date.parse('2026-01-20T10:00:00Z') };
const ben = { id: 'ben', toursThatDay: 1, lastAssignedAt: Date.parse('2026-01-21T10:00:00Z') };
const cleo = {
  id: 'cleo',
  toursThatDay: 1,
  lastAssignedAt: Date.parse('2026-01-21T09:00:00-06:00'),
};
const dan = { id: 'dan', toursThatDay: 1, lastAssignedAt: null };
const eve = { id: 'eve', toursThatDay: 1, lastAssignedAt: null };

describe('rankAgents', () => {
  it('puts the agent with the fewest tours that day first', () => {
    expect(rankAgents([ana, ben], null)).toEqual(['ben', 'ana']);
  });

  it('then goes round robin: never assigned, then least recently', () => {
    expect(rankAgents([cleo, ben, dan], null)).toEqual(['dan', 'ben', 'cleo']);
  });

  it("puts the prospect's existing agent before all", () => {
    expect(rankAgents([ben, dan, ana], 'ana')).toEqual(['ana', 'dan', 'ben']);
  });

  it('ignores an existing agent who cannot take the time', () => {
    expect(rankAgents([ben, ana], 'zoe')).toEqual(['ben', 'ana']);
  });

  it('does not depend on the order of the candidates', () => {
    const all = [ana, ben, cleo, dan, eve];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(rankAgents(shuffled, null)).toEqual(['dan', 'eve', 'ben', 'cleo', 'ana']);
      }),
    );
  });
});
