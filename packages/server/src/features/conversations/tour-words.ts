/** The words for `tour-intent.ts`: what a language defines, and how a text is read with it. */
import type { DayLexicon } from './tour-day.ts';

/** One language. Word lists are separated by spaces; `_` joins the words of a phrase. */
export interface TourLexicon {
  days: DayLexicon;
  /** Class letter → its words. Words of the class `-` are left out; `o` is the class of all words not listed. */
  words: Readonly<Record<string, string>>;
  /** The ends of clauses. Each clause is judged separately, and then the whole text. */
  joints: RegExp;
  /** Patterns for the letters of a clause. `want` asks for a tour; `veto` overrides `want`. */
  want: readonly RegExp[];
  veto: readonly RegExp[];
  /** A pattern for the words of a mere "yes" to "would you like to come and see it?". */
  yes: RegExp;
  /** Like `want`, for a booked tour. */
  cancel: readonly RegExp[];
  change: readonly RegExp[];
  /** Patterns for the text with marked days: a booked tour that one cannot keep; a day on which one cannot come. */
  cannotKeep: RegExp;
  cannotCome: RegExp;
  /** Changes spellings that would break when the text is split into words and signs. The text is in lower case. */
  tidy: (text: string) => string;
  /** Splits a text into words, for scripts without spaces. */
  split?: (text: string) => string[];
}

/** Whether two words differ by at most one typo: a letter wrong, missing, extra or swapped; two in a long word. */
export function isTypoOf(a: string, b: string): boolean {
  const short = Math.min(a.length, b.length);
  const slips = short < 8 ? 1 : 2;
  if (a[0] !== b[0] || Math.abs(a.length - b.length) > slips) return false;
  // Words of four letters are one typo away from too many others, so only a swap counts.
  if (short < 5 && a.split('').sort().join() !== b.split('').sort().join()) return false;
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

const list = (words: string): string[] => words.split(' ');

/** Word or phrase → class letter, built once for each language. */
const tables = new WeakMap<TourLexicon, Map<string, string>>();
function tableOf(lexicon: TourLexicon): Map<string, string> {
  let table = tables.get(lexicon);
  if (!table) {
    table = new Map<string, string>();
    const { words, days } = lexicon;
    const dayNames = [...days.weekdays, ...days.months].join(' ');
    for (const [letter, all] of [['d', dayNames] as const, ...Object.entries(words)]) {
      for (const word of list(all)) if (word) table.set(word, letter);
    }
    // The words in phrases are correct words, too.
    for (const part of [...table.keys()].flatMap((phrase) => phrase.split('_'))) {
      if (!table.has(part)) table.set(part, 'o');
    }
    tables.set(lexicon, table);
  }
  return table;
}

/** The word in the lexicon's spelling if it is only a typo away. */
function spelled(word: string, table: Map<string, string>): string {
  if (word.length < 4 || table.has(word)) return word;
  for (const known of table.keys()) {
    if (known.length > 3 && !known.includes('_') && isTypoOf(word, known)) return known;
  }
  return word;
}

/** The words and signs of a text: in lower case, without apostrophes ("I'd" is `id`), typos corrected. */
export function tokenize(text: string, lexicon: TourLexicon): string[] {
  const table = tableOf(lexicon);
  const clean = lexicon.tidy(text.normalize('NFC').toLowerCase()).replace(/['’`]/g, '');
  const raw =
    lexicon.split?.(clean) ?? clean.match(/\p{N}+|[\p{L}\p{M}]+|[^\s\p{L}\p{M}\p{N}]/gu) ?? [];
  return raw.map((word) => spelled(word, table));
}

/** The words without signs; `_` joins the words of a phrase. */
export function wordsAndPhrases(text: string, lexicon: TourLexicon): string[] {
  const table = tableOf(lexicon);
  const words = tokenize(text, lexicon).filter((word) => /[\p{L}\p{M}\p{N}]/u.test(word));
  const joined: string[] = [];
  for (let i = 0; i < words.length;) {
    const length = [4, 3, 2].find((n) => table.has(words.slice(i, i + n).join('_'))) ?? 1;
    joined.push(words.slice(i, i + length).join('_'));
    i += length;
  }
  return joined;
}

export const classLetters = (text: string, lexicon: TourLexicon): string =>
  wordsAndPhrases(text, lexicon)
    .map((word) => tableOf(lexicon).get(word) ?? (/\d/.test(word) ? '#' : 'o'))
    .join('')
    .replaceAll('-', '');

/** The class letters of each clause and, if there are several, of the whole text. */
export function clauseLetters(text: string, lexicon: TourLexicon): string[] {
  const parts = text.split(lexicon.joints).map((part) => classLetters(part, lexicon));
  return parts.length > 1 ? [...parts, classLetters(text, lexicon)] : parts;
}
