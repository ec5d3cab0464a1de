import { waitUntil } from '@open-wc/testing';

/** Waits until the condition holds. Only a hang reaches the deadline. Tests may not wait in any other way. */
export const until = (condition: () => unknown, missing?: string): Promise<void> =>
  waitUntil(condition, missing, { timeout: 90_000 });
