import type { Clock } from './clock.ts';

/** Does the work at most once in `ms` milliseconds. Other callers share the running work, or its last result. */
export function atMostEvery(ms: number, clock: Clock, work: () => Promise<void>) {
  let last: { at: number; done: Promise<void> } | undefined;
  return (): Promise<void> => {
    if (last && clock.now() - last.at < ms) return last.done;
    const done = work();
    const current = (last = { at: clock.now(), done });
    // The next caller does not share a failure.
    done.catch(() => {
      if (last === current) last = undefined;
    });
    return done;
  };
}
