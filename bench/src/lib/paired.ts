/**
 * Compares two ways of doing a thing on a noisy machine. Batches of A and B alternate, so that noise slows both. Each
 * pair gives one ratio; the result is the median of the ratios, with quartiles.
 */
export interface Paired {
  /** Speed of A ÷ speed of B; below 1, A is slower. */
  ratio: Quartiles;
  /** Calls per second. */
  a: Quartiles;
  b: Quartiles;
}

export interface Quartiles {
  q1: number;
  median: number;
  q3: number;
}

export interface PairedOptions {
  /** Number of pairs of batches. */
  pairs?: number;
  /** Approximate duration of a batch. */
  batchMs?: number;
}

/**
 * Measures `a` against `b`. Each must return something that depends on its work, so that the compiler cannot skip it.
 */
export function paired(a: () => unknown, b: () => unknown, options: PairedOptions = {}): Paired {
  const { pairs = 41, batchMs = 20 } = options;
  const callsA = callsPerBatch(a, batchMs);
  const callsB = callsPerBatch(b, batchMs);
  const speedsA: number[] = [];
  const speedsB: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    // The order alternates too: the second of a pair has warmer caches and a fuller heap.
    if (pair % 2 === 0) speedsA.push(speed(a, callsA));
    speedsB.push(speed(b, callsB));
    if (pair % 2 === 1) speedsA.push(speed(a, callsA));
  }
  const ratios = speedsA.map((speedA, pair) => speedA / (speedsB[pair] ?? NaN));
  return { ratio: quartiles(ratios), a: quartiles(speedsA), b: quartiles(speedsB) };
}

export function quartiles(values: readonly number[]): Quartiles {
  const sorted = values.toSorted((x, y) => x - y);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  return { q1: at(0.25), median: at(0.5), q3: at(0.75) };
}

let sink: unknown;

/** Calls per second over one batch. */
function speed(call: () => unknown, calls: number): number {
  const start = performance.now();
  for (let i = 0; i < calls; i++) sink = call();
  return calls / ((performance.now() - start) / 1000);
}

/** Warms up for some hundred milliseconds, so that code is optimised, then chooses the size of a batch. */
function callsPerBatch(call: () => unknown, batchMs: number): number {
  let perSecond = 1;
  const until = performance.now() + 500;
  for (let calls = 1; performance.now() < until; calls = Math.ceil((perSecond * batchMs) / 1000)) {
    perSecond = speed(call, calls);
  }
  if (sink === undefined) throw new Error('A benchmark must return the result of its work');
  return Math.max(1, Math.ceil((perSecond * batchMs) / 1000));
}
