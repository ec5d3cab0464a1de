import type { Clock } from '../src/lib/clock.ts';

export interface TestClock extends Clock {
  set(ms: number): void;
}

/** A clock that stands still until it is set. */
export function testClock(start: number): TestClock {
  let now = start;
  return {
    now: () => now,
    set: (ms) => {
      now = ms;
    },
  };
}
