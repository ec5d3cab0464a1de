/** "Saturday", "next week", "January 27th at 3pm": the day and its part that a message names. */

type Relative = 'today' | 'tomorrow' | 'weekend' | 'this-week' | 'next-week';
export type IntentDay =
  /** 0 is Sunday. */
  { weekday: number } | { relative: Relative } | { month: number; day: number };
export type DayPart = 'morning' | 'afternoon' | 'evening';

/** A language's part in it. Word lists are parted by spaces; `_` joins the words of a phrase. */
export interface DayWords {
  /** Seven from Sunday, twelve from January: each a list. A month is a date only beside a number. */
  weekdays: readonly string[];
  months: readonly string[];
  relative: Readonly<Record<Relative, string>>;
  dayParts: Readonly<Record<DayPart, string>>;
  /** What follows the hour before noon and after it. */
  halves: readonly [am: string, pm: string];
  /** 3/4 is March the fourth (`md`) or the third of April (`dm`). */
  numericDate: 'md' | 'dm';
}

/** Which of the lists names the word; -1 for none. */
const indexIn = (lists: readonly string[], word: string | undefined): number =>
  lists.findIndex((words) => words.split(' ').some((known) => known === word));

/** The first key whose list names any of the words. */
const keyIn = <K extends string>(lists: Readonly<Record<K, string>>, words: string[]) =>
  (Object.keys(lists) as K[]).find((key) => words.some((w) => indexIn([lists[key]], w) === 0));

const date = (month = 0, day = 0): IntentDay | null =>
  month >= 1 && month <= 12 && day >= 1 && day <= 31 ? { month, day } : null;

/** `words` as `read` in tour-words.ts gives them, `text` as typed. */
export function dayOf(words: string[], text: string, lexicon: DayWords): IntentDay | null {
  const iso = /\d{4}-(\d\d)-(\d\d)/.exec(text)?.map(Number);
  const short = /(?<![\d/])(\d{1,2})\/(\d{1,2})(?!\d)/.exec(text)?.map(Number);
  const [a, b] = lexicon.numericDate === 'md' ? [1, 2] : [2, 1];
  const written = date(iso?.[1], iso?.[2]) ?? date(short?.[a], short?.[b]);
  if (written) return written;
  for (const [i, word] of words.entries()) {
    const month = indexIn(lexicon.months, word) + 1;
    // "January 27", "January the 27th", "27 January", "27th of January".
    const named = [1, 2, -1, -2, -3].map((n) => date(month, Number(words[i + n]))).find(Boolean);
    if (named) return named;
  }
  const relative = keyIn(lexicon.relative, words);
  const weekday = words.map((word) => indexIn(lexicon.weekdays, word)).find((n) => n >= 0);
  // "Tuesday next week" is not this Tuesday: the week is the better place to open at.
  if (weekday !== undefined && relative !== 'next-week') return { weekday };
  return relative ? { relative } : null;
}

export function partOf(words: string[], lexicon: DayWords): DayPart | null {
  for (const [i, word] of words.entries()) {
    const hour = Number(words[i - 1]) % 12;
    const half = lexicon.halves.indexOf(word);
    if (half === 0 && hour >= 0) return 'morning';
    if (half === 1 && hour >= 0) return hour < 5 ? 'afternoon' : 'evening';
  }
  return keyIn(lexicon.dayParts, words) ?? null;
}

/** The first date from today on that the words fit; null where there is none (February 30). */
export function resolveDay(day: IntentDay, today: string): string | null {
  const from = Temporal.PlainDate.from(today);
  const next = (weekday: number, after = from) =>
    after.add({ days: (weekday - after.dayOfWeek + 7) % 7 });
  if ('weekday' in day) return next(day.weekday).toString();
  if ('month' in day) {
    const found = [from.year, from.year + 1]
      .map((year) => dateIn(year, day))
      .find((date) => date && Temporal.PlainDate.compare(date, from) >= 0);
    return found?.toString() ?? null;
  }
  const relative = {
    today: () => from,
    'this-week': () => from,
    tomorrow: () => from.add({ days: 1 }),
    weekend: () => (from.dayOfWeek === 7 ? from : next(6)),
    'next-week': () => next(1, from.add({ days: 1 })),
  };
  return relative[day.relative]().toString();
}

function dateIn(year: number, { month, day }: { month: number; day: number }) {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return day <= first.daysInMonth ? first.with({ day }) : null;
}
