/** When a message that could not be sent is tried again, or that it is given up [N5]. Pure. */
import { DAY_MS, MINUTE_MS } from '../../lib/iso.ts';

/** A mail server that is down comes back, and one that is wrongly set up is mended, within this. */
export const givenUpAfterMs = 3 * DAY_MS;
const longestGapMs = 360 * MINUTE_MS;

export interface FailedAttempt {
  /** Epoch ms. */
  createdAt: number;
  /** With this one. */
  attempts: number;
  /** The address takes no mail: trying again changes nothing. */
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
  if (refused || now >= last) return null;
  const gap = Math.min(MINUTE_MS * 2 ** (attempts - 1), longestGapMs);
  return Math.min(now + Math.round(gap * (0.75 + random / 2)), last);
}
