import { setTimeout } from 'node:timers/promises';

/** @param ms milliseconds. */
export const pause = (ms: number): Promise<void> => setTimeout(ms);

/** Rejects with the signal's reason when it fires first; the promise goes on unheard. */
export async function before<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
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
