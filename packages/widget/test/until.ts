import { waitUntil } from '@open-wc/testing';

/** For a slow machine with other work; nothing waits without need. */
export const until = (condition: () => unknown, missing?: string): Promise<void> =>
  waitUntil(condition, missing, { timeout: 10_000 });
