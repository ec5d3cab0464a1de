import type { Outcome, Problem } from '../flow/state.ts';

export interface Patience {
  timeoutMs: number;
  /** Doubled at each try, with jitter. */
  backoffMs: number;
  tries: number;
  /** A longer wait than this is for the visitor to decide on. */
  longestWaitMs: number;
  /** So long in all we ask for an answer that is being worked on: a server that died held its lease for 30 s. */
  answerMs: number;
}

const usual: Patience = {
  timeoutMs: 10_000,
  backoffMs: 600,
  tries: 4,
  longestWaitMs: 8000,
  answerMs: 35_000,
};

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** How long to wait before the same question makes sense again; null: it never will. */
export function waitFor(problem: Problem, tried: number, patience: Patience): number | null {
  const backoff = patience.backoffMs * 2 ** tried * (0.75 + Math.random() / 2);
  if (problem.kind === 'unreachable') return backoff;
  switch (problem.code) {
    case 'IDEMPOTENCY_IN_PROGRESS':
    case 'RATE_LIMITED':
      return problem.retryAfter === undefined ? backoff : Math.max(problem.retryAfter * 1000, 50);
    case 'INTERNAL':
    case 'DATABASE_UNAVAILABLE':
      return backoff;
    default:
      return null;
  }
}

/** Asks again while that may help. A repeat carries the same body and key: the caller's closure sees to it. */
export async function persist<T>(
  once: (timeoutMs: number) => Promise<Outcome<T>>,
  options: Partial<Patience> = {},
  onSlow: () => void = () => undefined,
): Promise<Outcome<T>> {
  const patience = { ...usual, ...options };
  let answerMs = patience.answerMs;
  for (let tried = 0; ;) {
    const outcome = await once(patience.timeoutMs);
    // Offline, more tries are noise: the flow tries again when the browser says it is back.
    if (outcome.ok || !navigator.onLine) return outcome;
    const wait = waitFor(outcome.problem, tried, patience);
    if (wait === null || wait > patience.longestWaitMs) return outcome;
    if (isBeingAnswered(outcome.problem)) answerMs -= wait;
    else tried++;
    if (tried >= patience.tries || answerMs < 0) return outcome;
    onSlow();
    await pause(wait);
  }
}

const isBeingAnswered = (problem: Problem): boolean =>
  problem.kind !== 'unreachable' && problem.code === 'IDEMPOTENCY_IN_PROGRESS';
