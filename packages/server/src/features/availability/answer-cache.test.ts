import { expect, it, vi } from 'vitest';
import type { ChangeFeed } from '../../db/changes.ts';
import { mintScope } from '../../db/mint-scope.ts';
import { AnswerCache } from './answer-cache.ts';

const scope = mintScope({ organizationId: 'o', propertyId: 'p' });

function setup() {
  let version = 0;
  const changes: ChangeFeed = {
    versionOf: () => String(version),
    note: () => void version++,
    start: async () => {},
  };
  let computed = 0;
  const compute = vi.fn(async () => ({ body: String(++computed), goodUntil: 5_000 }));
  return { changes, compute, cache: new AnswerCache(changes) };
}

it('computes once what is asked twice, and anew after a change', async () => {
  const { cache, changes, compute } = setup();
  expect(await cache.answer(scope, 'q', 0, compute)).toBe('1');
  expect(await cache.answer(scope, 'q', 10, compute)).toBe('1');
  changes.note(scope);
  expect(await cache.answer(scope, 'q', 20, compute)).toBe('2');
});

it('throws away what time alone made wrong', async () => {
  const { cache, compute } = setup();
  await cache.answer(scope, 'q', 0, compute);
  expect(await cache.answer(scope, 'q', 4_999, compute)).toBe('1');
  expect(await cache.answer(scope, 'q', 5_000, compute)).toBe('2');
});

it('shares one computation among those who ask at the same time', async () => {
  const { cache, compute } = setup();
  const answers = await Promise.all([1, 2, 3].map(() => cache.answer(scope, 'q', 0, compute)));
  expect(answers).toEqual(['1', '1', '1']);
});

it('does not keep an answer that a change overtook while it was computed', async () => {
  const { cache, changes } = setup();
  const slow = Promise.withResolvers<{ body: string; goodUntil: number }>();
  const first = cache.answer(scope, 'q', 0, () => slow.promise);
  changes.note(scope);
  slow.resolve({ body: 'old', goodUntil: 5_000 });
  expect(await first).toBe('old');
  expect(await cache.answer(scope, 'q', 1, async () => ({ body: 'new', goodUntil: 9 }))).toBe(
    'new',
  );
});

it('forgets a failure', async () => {
  const { cache, compute } = setup();
  await expect(
    cache.answer(scope, 'q', 0, () => Promise.reject(new Error('down'))),
  ).rejects.toThrow('down');
  expect(await cache.answer(scope, 'q', 0, compute)).toBe('1');
});
