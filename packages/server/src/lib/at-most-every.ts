import type { Clock } from './clock.ts';

/** Does the work once in so long at most: whoever asks meanwhile shares what is under way, or is content with the last. */
export function atMostEvery(ms: number, clock: Clock, work: () => Promise<void>) {
  let last: { at: number; done: Promise<void> } | undefined;
  return (): Promise<void> => {
    if (last && clock.now() - last.at < ms) return last.done;
    const done = work();
    const mine = (last = { at: clock.now(), done });
    // What failed is no answer for the next who asks.
    done.catch(() => {
      if (last === mine) last = undefined;
    });
    return done;
  };
}
