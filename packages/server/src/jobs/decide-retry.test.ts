import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../lib/iso.ts';
import { decideRetry } from './decide-retry.ts';

const failed = { createdAt: 0, attempts: 1, refused: false };

/** The times of all tries if each of them fails. */
function triesOf(random: () => number): number[] {
  const tries = [0];
  for (;;) {
    const now = tries.at(-1)!;
    const next = decideRetry({ ...failed, attempts: tries.length }, now, random());
    if (next === null) return tries;
    tries.push(next);
  }
}

describe('work that failed [N5]', () => {
  it('is tried again after a minute, two, four, and at last every six hours, for three days', () => {
    const minutes = triesOf(() => 0.5).map((at) => at / MINUTE_MS);
    expect(minutes.slice(0, 6)).toEqual([0, 1, 3, 7, 15, 31]);
    expect(minutes.slice(-3)).toEqual([3_751, 4_111, 72 * 60]);
    expect(minutes).toHaveLength(21);
  });

  it('is tried often enough and not too often, however the gaps are spread', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (stream) => {
        const tries = triesOf(() => Number(stream.next().value));
        const gaps = tries.slice(1).map((at, n) => at - tries[n]!);
        expect(tries.length).toBeGreaterThan(17);
        expect(tries.length).toBeLessThan(27);
        expect(Math.max(...gaps)).toBeLessThanOrEqual(450 * MINUTE_MS);
        expect(tries.at(-1)).toBe(3 * DAY_MS);
      }),
    );
  });

  it('is given up at once if another try cannot help', () => {
    expect(decideRetry({ ...failed, refused: true }, 0, 0.5)).toBeNull();
  });

  it('is tried twelve times even if the tries begin, or go on, months later', () => {
    for (let attempts = 1; attempts < 12; attempts++)
      expect(decideRetry({ ...failed, attempts }, 90 * DAY_MS, 0.5)).toBeGreaterThan(90 * DAY_MS);
    expect(decideRetry({ ...failed, attempts: 12 }, 90 * DAY_MS, 0.5)).toBeNull();
  });
});
