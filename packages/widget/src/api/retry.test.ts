import { expect } from '@open-wc/testing';
import type { Outcome } from '../flow/state.ts';
import { withRetries } from './retry.ts';

const refused = (code: 'IDEMPOTENCY_IN_PROGRESS' | 'INTERNAL', retryAfter?: number) => ({
  ok: false as const,
  problem: { kind: 'refused' as const, code, message: '', ...(retryAfter ? { retryAfter } : {}) },
});

/** Refuses a number of times, then answers. */
function server(refusal: Outcome<string>, times: number) {
  let asked = 0;
  return {
    ask: async (): Promise<Outcome<string>> =>
      asked++ < times ? refusal : { ok: true, value: 'booked' },
    asked: () => asked,
  };
}

it('keeps asking for an answer that is being worked on, past its usual tries', async () => {
  const { ask, asked } = server(refused('IDEMPOTENCY_IN_PROGRESS', 0.01), 12);
  const outcome = await withRetries(ask, { tries: 2 });
  expect(outcome.ok).to.equal(true);
  expect(asked()).to.equal(13);
});

it('but not for ever', async () => {
  const { ask } = server(refused('IDEMPOTENCY_IN_PROGRESS', 0.05), Infinity);
  const outcome = await withRetries(ask, { inProgressMs: 120 });
  expect(outcome.ok).to.equal(false);
});

it('gives up on a fault after its usual tries', async () => {
  const { ask, asked } = server(refused('INTERNAL'), Infinity);
  await withRetries(ask, { tries: 3, backoffMs: 1 });
  expect(asked()).to.equal(3);
});
