/** Finds the date that the days in a message mean. Pure calendar, without language. */

/** One mention of a day. The date must fit all wished mentions and no excluded one. */
export type DayMention = DayRule & {
  /** "not Monday", "any day but Monday" */
  not?: boolean;
  /** "a week from Friday" is seven days after Friday. */
  daysLater?: number;
};

/** The rule that a date must fulfil. Weekday 0 is Sunday. */
type DayRule =
  | { kind: 'days-from-now'; days: number }
  /** `next`: people disagree whether it may be the coming one. `coming`: never today. */
  | { kind: 'weekday'; weekday: number; which?: 'this' | 'next' | 'coming' }
  | { kind: 'date'; month: number; day?: number; year?: number }
  | { kind: 'day-of-month'; day: number; of?: 'next-month' }
  | { kind: 'week' | 'weekend'; which: 'this' | 'next' }
  /** "any day": a day is meant, but it may be any. */
  | { kind: 'any' }
  /** Several days or an open range: "after Wednesday", "Saturdays", "around the 5th". */
  | { kind: 'unclear' };

interface Day {
  date: Temporal.PlainDate;
  daysFromNow: number;
}

/**
 * Dates are searched half a year ahead. A date without a year is the nearest one; beyond half a year that is in the
 * past, where no tour is.
 */
const horizonDays = 183;

/**
 * The one date, from today on, that fits all mentions; null if there is none (February 30) or more than one (Monday
 * or Tuesday, this weekend, "Friday" said on a Friday).
 */
export function resolveDay(mentions: readonly DayMention[], today: string): string | null {
  const wished = mentions.filter((mention) => !mention.not);
  if (wished.length === 0) return null;
  // "Friday" alone is one of the next seven days. "Friday next week" and "Friday the 12th" are exact by themselves.
  const near = wished.every(({ kind }) => kind === 'weekday' || kind === 'any');
  const from = Temporal.PlainDate.from(today);
  const found: string[] = [];
  for (let daysFromNow = 0; daysFromNow <= horizonDays; daysFromNow++) {
    const day = { date: from.add({ days: daysFromNow }), daysFromNow };
    if (mentions.every((mention) => fits(mention, day, from, near) === !mention.not)) {
      found.push(day.date.toString());
      if (found.length > 1) return null;
    }
  }
  return found[0] ?? null;
}

function fits(mention: DayMention, day: Day, today: Temporal.PlainDate, near: boolean): boolean {
  const { daysLater = 0 } = mention;
  if (daysLater === 0) return fitsRule(mention, day, today, near && !mention.not);
  const base = {
    date: day.date.subtract({ days: daysLater }),
    daysFromNow: day.daysFromNow - daysLater,
  };
  return base.daysFromNow >= 0 && fitsRule(mention, base, today, true);
}

function fitsRule(
  rule: DayRule,
  { date, daysFromNow }: Day,
  today: Temporal.PlainDate,
  near: boolean,
): boolean {
  switch (rule.kind) {
    case 'any':
      return true;
    case 'unclear':
      return false;
    case 'days-from-now':
      return daysFromNow === rule.days;
    case 'date':
      return (
        date.month === rule.month &&
        date.day === (rule.day ?? date.day) &&
        date.year === (rule.year ?? date.year)
      );
    case 'day-of-month': {
      const months = (date.year - today.year) * 12 + date.month - today.month;
      // "The 5th" is in this month until it has passed.
      const expected = rule.of === 'next-month' || today.day > rule.day ? 1 : 0;
      return date.day === rule.day && months === expected;
    }
    case 'weekday': {
      if (date.dayOfWeek % 7 !== rule.weekday) return false;
      if (rule.which === 'coming') return daysFromNow >= 1 && daysFromNow <= 7;
      // People call tomorrow "tomorrow", not "next Friday".
      if (rule.which === 'next')
        return (daysFromNow >= 2 && daysFromNow <= 7) || isNextWeek(daysFromNow, today);
      return daysFromNow <= 7 || (!near && !rule.which);
    }
    case 'week':
      return rule.which === 'next'
        ? isNextWeek(daysFromNow, today)
        : isThisWeek(daysFromNow, today);
    case 'weekend':
      if (date.dayOfWeek < 6) return false;
      return rule.which === 'next' ? daysFromNow >= 1 && daysFromNow <= 14 : daysFromNow <= 7;
  }
}

/** Days until the next week begins: on Monday for some people, on Sunday for others. */
const weekStarts = (today: Temporal.PlainDate) => [8 - today.dayOfWeek, 7 - (today.dayOfWeek % 7)];

const isThisWeek = (daysFromNow: number, today: Temporal.PlainDate): boolean =>
  weekStarts(today).some((start) => daysFromNow < start);

const isNextWeek = (daysFromNow: number, today: Temporal.PlainDate): boolean =>
  weekStarts(today).some((start) => daysFromNow >= start && daysFromNow < start + 7);
