import type { Outcome, Problem } from '../flow/state.ts';

export interface RetryOptions {
  timeoutMs: number;
  /** The wait doubles with each try, with jitter. */
  backoffMs: number;
  tries: number;
  /** For a longer wait the visitor decides whether to try again. */
  longestWaitMs: number;
  /** How long to ask for an answer in progress; the lease of a server that died ends after 30 s. */
  inProgressMs: number;
}

const defaults: RetryOptions = {
  timeoutMs: 10_000,
  backoffMs: 600,
  tries: 4,
  longestWaitMs: 8000,
  inProgressMs: 35_000,
};

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** How long to wait before the next try; null: another try would not help. */
export function retryDelay(problem: Problem, tried: number, options: RetryOptions): number | null {
  const backoff = options.backoffMs * 2 ** tried * (0.75 + Math.random() / 2);
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

/** Sends a request again while that may help. The caller sends the same body and key each time. */
export async function withRetries<T>(
  send: (timeoutMs: number) => Promise<Outcome<T>>,
  overrides: Partial<RetryOptions> = {},
  onSlow: () => void = () => undefined,
): Promise<Outcome<T>> {
  const options = { ...defaults, ...overrides };
  let { inProgressMs } = options;
  for (let tried = 0; ;) {
    const outcome = await send(options.timeoutMs);
    // Offline, more tries would fail too. The flow tries again when the browser is online.
    if (outcome.ok || !navigator.onLine) return outcome;
    const wait = retryDelay(outcome.problem, tried, options);
    if (wait === null || wait > options.longestWaitMs) return outcome;
    if (isInProgress(outcome.problem)) inProgressMs -= wait;
    else tried++;
    if (tried >= options.tries || inProgressMs < 0) return outcome;
    onSlow();
    await sleep(wait);
  }
}

const isInProgress = (problem: Problem): boolean =>
  problem.kind !== 'unreachable' && problem.code === 'IDEMPOTENCY_IN_PROGRESS';
