import { expect, it } from 'vitest';
import { atMostEvery } from './at-most-every.ts';

it('runs the work once for all callers within the time, and again at once after a failure', async () => {
  let now = 0;
  let works = 0;
  let broken = false;
  const ask = atMostEvery(1_000, { now: () => now }, async () => {
    works++;
    if (broken) throw new Error('broken');
  });
  await Promise.all([ask(), ask()]);
  now = 999;
  await ask();
  expect(works).toBe(1);
  now = 1_000;
  broken = true;
  await expect(ask()).rejects.toThrow('broken');
  broken = false;
  await ask();
  expect(works).toBe(3);
});
