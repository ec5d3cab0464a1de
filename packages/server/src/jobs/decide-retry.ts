/** When what could not be done is tried again, or that it is given up [N5]. Pure. */
import { DAY_MS, MINUTE_MS } from '../lib/iso.ts';

/** A server that is down comes back, and one that is wrongly set up is mended, within this. */
const givenUpAfterMs = 3 * DAY_MS;
/** Their gaps add up to most of a day: what lay while we were away ourselves gets a fair chance, too. */
const fewestAttempts = 12;
const longestGapMs = 360 * MINUTE_MS;

export interface FailedAttempt {
  /** Epoch ms. */
  createdAt: number;
  /** With this one. */
  attempts: number;
  /** Trying again changes nothing. */
  refused: boolean;
}

/**
 * The gaps grow from a minute to six hours, each spread by a quarter so that what failed together is not tried together.
 * @param random from 0 to 1.
 * @returns when, epoch ms; null: it is given up.
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
