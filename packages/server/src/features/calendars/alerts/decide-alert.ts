/** Decides whether a manager is told what is wrong with the calendars [C6, C7]. Pure. */
import { DAY_MS } from '../../../lib/iso.ts';
import type { Issue } from './find-issues.ts';

/** An earlier alert. */
export interface PastAlert {
  /** `failed`: given up, so nobody was told. */
  status: 'queued' | 'sent' | 'failed';
  /** When it was sent or, if it was not, when it was raised. Epoch ms. */
  at: number;
  /** The keys of the issues that it told of, or was raised for. */
  subjects: readonly string[];
}

/** An issue that still stands after this time is told again. */
export const remindAfterMs = 7 * DAY_MS;

/**
 * There is at most one alert in 24 hours, and only for an issue that was not told yet. An alert tells all issues that
 * stand when it is sent, so no second one is needed while one is queued.
 * @returns the issue to begin the alert with; null: no alert now.
 */
export function decideAlert(
  issues: readonly Issue[],
  past: readonly PastAlert[],
  now: number,
): Issue | null {
  if (past.some(({ status, at }) => status === 'queued' || now - at < DAY_MS)) return null;
  const toldSubjects = new Set(
    past
      .filter(({ status, at }) => status === 'sent' && now - at < remindAfterMs)
      .flatMap(({ subjects }) => subjects),
  );
  return issues.find((issue) => !toldSubjects.has(issue.key)) ?? null;
}
