import { expect, it, vi } from 'vitest';
import { createChangeFeed } from '../../db/changes.ts';
import type { Database } from '../../db/client.ts';
import { AnswerCache } from './answer-cache.ts';

/** A database that announces what a test says. */
async function setup(mostBytes?: number) {
  let announce: (id: string) => void = () => {};
  let reconnect: () => void = () => {};
  const listen: Database['listen'] = async (_channel, onPayload, onConnected) => {
    [announce, reconnect] = [onPayload, onConnected];
    onConnected();
  };
  const changes = createChangeFeed({ listen } as Database);
  await changes.start();
  let computed = 0;
  const about = ['property', 'agent'];
  const compute = vi.fn(async () => ({ body: String(++computed), goodUntil: 5_000, about }));
  return {
    changes,
    announce: (id: string) => announce(id),
    reconnect: () => reconnect(),
    compute,
    cache: new AnswerCache(changes, mostBytes),
  };
}

it('computes an answer once for two questions, and anew after a change of what it is about', async () => {
  const { cache, announce, compute } = await setup();
  expect(await cache.answer('q', 0, compute)).toBe('1');
  expect(await cache.answer('q', 10, compute)).toBe('1');
  announce('agent');
  expect(await cache.answer('q', 20, compute)).toBe('2');
  announce('property');
  expect(await cache.answer('q', 30, compute)).toBe('3');
});

it('keeps an answer when something else changes', async () => {
  const { cache, announce, changes, compute } = await setup();
  await cache.answer('q', 0, compute);
  for (let n = 0; n < 3_000; n++) announce(`another agent ${n}`);
  changes.note(['another property']);
  expect(await cache.answer('q', 10, compute)).toBe('1');
});

it('computes anew after announcements may have been missed', async () => {
  const { cache, reconnect, compute } = await setup();
  await cache.answer('q', 0, compute);
  reconnect();
  expect(await cache.answer('q', 10, compute)).toBe('2');
  expect(await cache.answer('q', 20, compute)).toBe('2');
});

it('keeps nothing until it hears of changes', async () => {
  const changes = createChangeFeed({} as Database);
  const cache = new AnswerCache(changes);
  const compute = async () => ({ body: 'x', goodUntil: 5_000, about: [] });
  const asked = vi.fn(compute);
  await cache.answer('q', 0, asked);
  await cache.answer('q', 0, asked);
  expect(asked).toHaveBeenCalledTimes(2);
});

it('does not give an answer that time has made wrong', async () => {
  const { cache, compute } = await setup();
  await cache.answer('q', 0, compute);
  expect(await cache.answer('q', 4_999, compute)).toBe('1');
  expect(await cache.answer('q', 5_000, compute)).toBe('2');
});

it('shares one computation between simultaneous questions', async () => {
  const { cache, compute } = await setup();
  const answers = await Promise.all([1, 2, 3].map(() => cache.answer('q', 0, compute)));
  expect(answers).toEqual(['1', '1', '1']);
});

it('neither shares nor keeps an answer if a change came while it was computed', async () => {
  const { cache, announce } = await setup();
  const slow = Promise.withResolvers<{ body: string; goodUntil: number; about: string[] }>();
  const answer = (body: string) => async () => ({ body, goodUntil: 5_000, about: ['agent'] });
  const first = cache.answer('q', 0, () => slow.promise);
  announce('agent');
  expect(await cache.answer('q', 1, answer('new'))).toBe('new');
  slow.resolve(await answer('old')());
  expect(await first).toBe('old');
  expect(await cache.answer('q', 2, answer('newer'))).toBe('new');
});

it('forgets a failure', async () => {
  const { cache, compute } = await setup();
  await expect(cache.answer('q', 0, () => Promise.reject(new Error('down')))).rejects.toThrow(
    'down',
  );
  expect(await cache.answer('q', 0, compute)).toBe('1');
});

it('keeps at most its limit of bytes, and drops the answers computed longest ago', async () => {
  const { cache } = await setup(10_000);
  const big = (n: number) => async () => ({
    body: `${n}`.padEnd(3_000),
    goodUntil: 5_000,
    about: [],
  });
  for (let n = 0; n < 50; n++) await cache.answer(`q${n}`, 0, big(n));
  expect(cache.bytes).toBeLessThanOrEqual(10_000);
  expect(cache.bytes).toBeGreaterThan(3_000);
  const asked = vi.fn(big(49));
  await cache.answer('q49', 0, asked);
  expect(asked).not.toHaveBeenCalled();
  await cache.answer('q0', 0, asked);
  expect(asked).toHaveBeenCalledOnce();
});

it('gives an answer that is too big to be kept', async () => {
  const { cache } = await setup(100);
  const big = async () => ({ body: 'x'.repeat(5_000), goodUntil: 5_000, about: [] });
  expect(await cache.answer('q', 0, big)).toHaveLength(5_000);
  expect(cache.bytes).toBe(0);
});
