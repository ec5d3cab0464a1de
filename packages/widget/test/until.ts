import { waitUntil } from '@open-wc/testing';

/** Waits until it is so; only a hang takes as long as the deadline. No test waits otherwise (`scripts/check.ts`). */
export const until = (condition: () => unknown, missing?: string): Promise<void> =>
  waitUntil(condition, missing, { timeout: 90_000 });
