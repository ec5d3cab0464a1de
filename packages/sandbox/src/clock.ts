/** The providers' time: the machine's clock plus an offset, so that a test can let tokens expire without waiting. */
export interface Clock {
  now(): number;
  set(epochMs: number): void;
  advance(ms: number): void;
}

/** Stores the offset, so that it survives a restart. */
export interface OffsetHolder {
  clockOffsetMs: number;
}

export function createClock(holder: () => OffsetHolder, base: () => number = Date.now): Clock {
  return {
    now: () => base() + holder().clockOffsetMs,
    set(epochMs) {
      holder().clockOffsetMs = epochMs - base();
    },
    advance(ms) {
      holder().clockOffsetMs += ms;
    },
  };
}

export function isoOf(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
