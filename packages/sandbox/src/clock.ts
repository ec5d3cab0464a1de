/**
 * The providers' time. It runs with the machine's clock, moved by an offset, so that a test can let
 * tokens expire without waiting. Only the sandbox's own time moves.
 */
export interface Clock {
  now(): number;
  set(epochMs: number): void;
  advance(ms: number): void;
}

/** Keeps the offset somewhere that outlives the process. */
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
