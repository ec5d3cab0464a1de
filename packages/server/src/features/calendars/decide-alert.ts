/** Whether somebody is told of what is wrong with their calendars [C6, C7]. Pure. */
import { DAY_MS } from '../../lib/iso.ts';
import type { Issue } from './find-issues.ts';

/** An alert raised before. */
export interface PastAlert {
  /** Epoch ms. */
  at: number;
  subjects: readonly string[];
}

/** Who was told and did nothing is told again, but not every day. */
export const remindAfterMs = 7 * DAY_MS;

/**
 * At most one alert in 24 hours, and only when it has news: then it tells everything that stands.
 * @returns what to lead with; null: nobody is told now.
 */
export function decideAlert(
  issues: readonly Issue[],
  past: readonly PastAlert[],
  now: number,
): Issue | null {
  if (past.some(({ at }) => now - at < DAY_MS)) return null;
  const told = new Set(
    past.filter(({ at }) => now - at < remindAfterMs).flatMap(({ subjects }) => subjects),
  );
  return issues.find((issue) => !told.has(issue.key)) ?? null;
}
