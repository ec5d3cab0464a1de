/** Whether somebody is told of what is wrong with their calendars [C6, C7]. Pure. */
import { DAY_MS } from '../../../lib/iso.ts';
import type { Issue } from './find-issues.ts';

/** An alert raised before. */
export interface PastAlert {
  /** `failed`: given up, so nobody was told. */
  status: 'queued' | 'sent' | 'failed';
  /** When it was sent; else when it was raised. Epoch ms. */
  at: number;
  /** What it told, or was raised for. */
  subjects: readonly string[];
}

/** Who was told and did nothing is told again, but not every day. */
export const remindAfterMs = 7 * DAY_MS;

/**
 * At most one alert in 24 hours, and only when it has news: then it tells everything that stands when it is sent. So
 * while one waits to be sent, there is no need for another.
 * @returns what to lead with; null: nobody is told now.
 */
export function decideAlert(
  issues: readonly Issue[],
  past: readonly PastAlert[],
  now: number,
): Issue | null {
  if (past.some(({ status, at }) => status === 'queued' || now - at < DAY_MS)) return null;
  const told = new Set(
    past
      .filter(({ status, at }) => status === 'sent' && now - at < remindAfterMs)
      .flatMap(({ subjects }) => subjects),
  );
  return issues.find((issue) => !told.has(issue.key)) ?? null;
}
