import { setTimeout } from 'node:timers/promises';

/** @param ms milliseconds. */
export const sleep = (ms: number): Promise<void> => setTimeout(ms);

/**
 * Waits for the promise, but rejects with the signal's reason if that fires first. The promise's work continues;
 * its result is ignored.
 */
export async function raceSignal<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
