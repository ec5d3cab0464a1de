/** Gives all questions with the same answer one form, because each form is kept separately. Pure. */
import { DAY_MS, dateText, parseDate } from '../../lib/iso.ts';

interface Asked {
  from?: string | undefined;
  days?: number | undefined;
}

/** The longest horizon. */
const longestDays = 90;

/**
 * Dates in the past, and past any horizon, have no times, in any zone: a zone is at most a day away from UTC.
 * @param now epoch ms.
 */
export function normalizeQuery<Query extends Asked>(query: Query, now: number): Query {
  const today = Math.floor(now / DAY_MS);
  if (query.from === undefined)
    return { ...query, days: (query.days ?? Infinity) < longestDays ? query.days : undefined };
  const [past, beyond] = [today - 2, today + 1 + longestDays];
  const first = parseDate(query.from);
  const end = query.days === undefined ? Infinity : first + query.days;
  if (end <= past || first >= beyond) return { ...query, from: dateText(past), days: 1 };
  const days = end < beyond ? end - Math.max(first, past) : undefined;
  if (first <= past && days === undefined) return { ...query, from: undefined, days };
  return { ...query, from: dateText(Math.max(first, past)), days };
}
