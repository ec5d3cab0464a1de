/** Decides when failed work is tried again, or that it is given up [N5]. Pure. */
import { DAY_MS, MINUTE_MS } from '../lib/iso.ts';

/** Within this time a server that is down comes back, or somebody corrects its settings. */
const givenUpAfterMs = 3 * DAY_MS;
/**
 * The gaps of this many tries make most of a day. So work that waited while our own server was down is tried long
 * enough, too.
 */
const fewestAttempts = 12;
const longestGapMs = 360 * MINUTE_MS;

export interface FailedAttempt {
  /** Epoch ms. */
  createdAt: number;
  /** Including this one. */
  attempts: number;
  /** Another try cannot help. */
  refused: boolean;
}

/**
 * The gaps grow from a minute to six hours. Each is varied by a quarter, so that work that failed together is not
 * tried together.
 * @param random from 0 to 1.
 * @returns the time of the next try, epoch ms; null: it is given up.
 */
export function decideRetry(
  { createdAt, attempts, refused }: FailedAttempt,
  now: number,
  random: number,
): number | null {
  const last = createdAt + givenUpAfterMs;
  if (refused || (now >= last && attempts >= fewestAttempts)) return null;
  const gap = Math.min(MINUTE_MS * 2 ** (attempts - 1), longestGapMs);
  const next = now + Math.round(gap * (0.75 + random / 2));
  return now < last ? Math.min(next, last) : next;
}
