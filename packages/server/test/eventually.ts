import { vi } from 'vitest';

/** More than a busy machine needs, so that only a hang reaches it. A test may last longer than one wait. */
const deadlineMs = 90_000;

/**
 * Waits until the check throws no error, and returns its result. Tests must not wait in another way
 * (`scripts/check.ts`).
 */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: deadlineMs, interval: 50 });
