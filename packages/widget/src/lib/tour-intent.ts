/**
 * Does a message ask to come and see the place, and when? No model, no network: each word becomes the letter of its
 * class, and the rules are regular expressions over the string of letters, so that a rule covers every wording of its
 * kind. All that is English stands in `tour-intent-en.ts`.
 */
import { addDays, weekdayOf } from './month-grid.ts';
import { enLexicon } from './tour-intent-en.ts';

export type IntentDay =
  | { weekday: number }
  | { relative: 'today' | 'tomorrow' | 'weekend' | 'this-week' | 'next-week' }
  | { month: number; day: number };
export type DayPart = 'morning' | 'afternoon' | 'evening';
export interface TourIntent {
  kind: 'tour';
  day?: IntentDay;
  dayPart?: DayPart;
}
export type ManageIntent = 'cancel' | 'change';

/** One language. Word lists are parted by spaces; `_` joins the words of a phrase. */
export interface TourLexicon {
  /** Class letter → its words. `-` is left out of the string, `o` stands for any word not listed. */
  words: Readonly<Record<string, string>>;
  /** Where a clause ends: each is judged by itself, then the whole. */
  joints: RegExp;
  /** Over the letters of a clause: what asks for a tour; what speaks against it, whatever else is said. */
  want: RegExp;
  veto: RegExp;
  cancel: RegExp;
  change: RegExp;
  /** Seven from Sunday, twelve from January: each a list. A month counts only beside a number. */
  weekdays: readonly string[];
  months: readonly string[];
  relative: Readonly<Record<'today' | 'tomorrow' | 'weekend' | 'this-week' | 'next-week', string>>;
  dayParts: Readonly<Record<DayPart, string>>;
  /** 3/4 is March the fourth (`md`) or the third of April (`dm`). */
  numericDate: 'md' | 'dm';
  /** Words of a text, for scripts without spaces. */
  split?: (text: string) => string[];
}

/** At most one slip of the pen apart: a letter wrong, missing, extra or swapped; two in a long word. */
export function near(a: string, b: string): boolean {
  const short = Math.min(a.length, b.length);
  const slips = short < 8 ? 1 : 2;
  if (a[0] !== b[0] || Math.abs(a.length - b.length) > slips) return false;
  // Four letters are one slip from too many others: there, only a swap.
  if (short < 5 && [...a].sort().join('') !== [...b].sort().join('')) return false;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? 9;
  for (let i = 1; i <= a.length; i++) {
    const row = (rows[i] = [i]);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + (same ? 0 : 1),
        swapped ? at(i - 2, j - 2) + 1 : 9,
      );
    }
  }
  return at(a.length, b.length) <= slips;
}

const list = (words: string): string[] => words.split(' ').filter(Boolean);

/** Word or phrase → class letter; made once per language. */
const tables = new WeakMap<TourLexicon, Map<string, string>>();
function tableOf(lexicon: TourLexicon): Map<string, string> {
  let table = tables.get(lexicon);
  if (!table) {
    table = new Map<string, string>();
    const { weekdays, relative, dayParts, words } = lexicon;
    const days = [...weekdays, ...Object.values(relative), ...Object.values(dayParts)].join(' ');
    for (const [letter, all] of [['d', days] as const, ...Object.entries(words)]) {
      for (const word of list(all)) table.set(word, letter);
    }
    tables.set(lexicon, table);
  }
  return table;
}

/** The word as the lexicon spells it, where it is only a slip away. */
function spelled(word: string, table: Map<string, string>): string {
  if (word.length < 4 || table.has(word)) return word;
  for (const known of table.keys()) {
    if (known.length > 3 && !known.includes('_') && near(word, known)) return known;
  }
  return word;
}

/** Lower case, apostrophes gone ("I'd" is `id`), typos mended, phrases joined by `_`. */
function read(text: string, lexicon: TourLexicon): string[] {
  const table = tableOf(lexicon);
  const clean = text.normalize('NFC').toLowerCase().replace(/['’`]/g, '');
  const raw = lexicon.split?.(clean) ?? clean.match(/\p{N}+|[\p{L}\p{M}]+/gu) ?? [];
  const words = raw.map((word) => spelled(word, table));
  const joined: string[] = [];
  for (let i = 0; i < words.length;) {
    const length = [4, 3, 2].find((n) => table.has(words.slice(i, i + n).join('_'))) ?? 1;
    joined.push(words.slice(i, i + length).join('_'));
    i += length;
  }
  return joined;
}

const letters = (text: string, lexicon: TourLexicon): string =>
  read(text, lexicon)
    .map((word) => (/\d/.test(word) ? '#' : (tableOf(lexicon).get(word) ?? 'o')))
    .join('')
    .replaceAll('-', '');

/** The clauses and, where there are several, the whole. */
const clauses = (text: string, lexicon: TourLexicon): string[] => {
  const parts = text.split(lexicon.joints).map((part) => letters(part, lexicon));
  return parts.length > 1 ? [...parts, letters(text, lexicon)] : parts;
};

/** Long letters are cut: what someone wants stands at the beginning, and rules must stay quick. */
const head = (text: string): string => text.slice(0, 600);

/** "Cancel my tour", "I need to move my appointment": about a tour that is booked already. */
export function detectManageIntent(text: string, lexicon = enLexicon): ManageIntent | null {
  const all = clauses(head(text), lexicon);
  if (all.some((clause) => lexicon.change.test(clause))) return 'change';
  return all.some((clause) => lexicon.cancel.test(clause)) ? 'cancel' : null;
}

/**
 * A wish to see the place. A question *about* tours ("do you offer virtual tours?", "how long is a tour?") is not one:
 * it has an answer, and a calendar in its place would be a salesman's answer.
 */
export function detectTourIntent(text: string, lexicon = enLexicon): TourIntent | null {
  const all = clauses(head(text), lexicon);
  if (detectManageIntent(text, lexicon)) return null;
  if (!all.some((clause) => lexicon.want.test(clause) && !lexicon.veto.test(clause))) return null;
  const words = read(head(text), lexicon);
  const day = dayOf(words, text, lexicon);
  const dayPart = partOf(words, lexicon);
  return { kind: 'tour', ...(day && { day }), ...(dayPart && { dayPart }) };
}

const indexIn = (lists: readonly string[], word: string | undefined): number =>
  word ? lists.findIndex((words) => list(words).some((known) => known === word)) : -1;

const isDay = (day: number): boolean => day >= 1 && day <= 31;

function dayOf(words: string[], text: string, lexicon: TourLexicon): IntentDay | null {
  const [, a = 0, b = 0] = /(?:^|[^\d/])(\d{1,2})\/(\d{1,2})(?![\d])/.exec(text)?.map(Number) ?? [];
  const [month, day] = lexicon.numericDate === 'md' ? [a, b] : [b, a];
  if (month >= 1 && month <= 12 && isDay(day)) return { month, day };
  const iso = /\d{4}-(\d\d)-(\d\d)/.exec(text)?.map(Number);
  if (iso?.[1] && iso[2]) return { month: iso[1], day: iso[2] };
  for (const [i, word] of words.entries()) {
    const found = indexIn(lexicon.months, word) + 1;
    // "January 27th", "27 January", "27th of January": words between a number and its month are dropped as classes.
    const beside = [words[i + 1], words[i - 1], words[i - 2], words[i - 3]].map(Number).find(isDay);
    if (found && beside) return { month: found, day: beside };
  }
  const relative = (Object.keys(lexicon.relative) as (keyof TourLexicon['relative'])[]).find(
    (key) => words.some((word) => indexIn([lexicon.relative[key]], word) === 0),
  );
  const weekday = words.map((word) => indexIn(lexicon.weekdays, word)).find((n) => n >= 0);
  return weekday !== undefined ? { weekday } : relative ? { relative } : null;
}

function partOf(words: string[], lexicon: TourLexicon): DayPart | null {
  for (const [i, word] of words.entries()) {
    const hour = Number(words[i - 1]);
    if (word === 'am' && hour) return 'morning';
    if (word === 'pm' && hour) return hour < 5 || hour === 12 ? 'afternoon' : 'evening';
  }
  const parts = Object.keys(lexicon.dayParts) as DayPart[];
  return (
    parts.find((key) => words.some((word) => indexIn([lexicon.dayParts[key]], word) === 0)) ?? null
  );
}

/** The first date from today on that the words fit; null where there is none (February 30). */
export function resolveDay(day: IntentDay | undefined, todayIso: string): string | null {
  if (!day) return null;
  const toWeekday = (weekday: number, from = todayIso) =>
    addDays(from, (weekday - weekdayOf(from) + 7) % 7);
  if ('weekday' in day) return toWeekday(day.weekday);
  if ('month' in day) {
    const tail = `${String(day.month).padStart(2, '0')}-${String(day.day).padStart(2, '0')}`;
    const year = Number(todayIso.slice(0, 4));
    const date = [year, year + 1].map((y) => `${y}-${tail}`).find((d) => d >= todayIso);
    return date && addDays(date, 0) === date ? date : null;
  }
  switch (day.relative) {
    case 'today':
    case 'this-week':
      return todayIso;
    case 'tomorrow':
      return addDays(todayIso, 1);
    case 'weekend':
      return weekdayOf(todayIso) === 0 ? todayIso : toWeekday(6);
    case 'next-week':
      return toWeekday(1, addDays(todayIso, 1));
  }
}
