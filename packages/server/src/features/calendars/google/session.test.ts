import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Config } from '../../../config.ts';
import { googleSession } from './session.ts';

const uncaught: unknown[] = [];
const note = (error: unknown) => uncaught.push(error);
beforeEach(() => {
  process.on('uncaughtException', note);
});
afterEach(() => {
  process.off('uncaughtException', note);
});

it('a question whose time is over before it is sent ends alone, not with the whole server [P7]', async () => {
  const { freeBusy } = googleSession({ GOOGLE_API_ROOT: 'http://127.0.0.1:1' } as Config, 'token');
  const between = { from: 0, to: 3_600_000 };
  await expect(freeBusy(['primary'], between, AbortSignal.abort())).rejects.toMatchObject({
    fault: 'unreachable',
  });
  // What a stream emits without a listener comes after the microtasks.
  await new Promise(setImmediate);
  expect(uncaught).toEqual([]);
});
