import { vi } from 'vitest';

/** Beyond what a busy machine needs: whoever reaches it hangs. A test may last longer than one such wait. */
const deadlineMs = 90_000;

/** Waits until the check holds, and answers what it does. No test waits otherwise (`scripts/check.ts`). */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: deadlineMs, interval: 50 });
