/** "Saturday", "a week from Tuesday", "January 27th at 3pm": the days and the part of a day that a text names. */
import type { DayMention } from './tour-date.ts';

export type DayPart = 'morning' | 'afternoon' | 'evening';

/**
 * The rules of one language. Word lists are separated by spaces. The regular expressions apply to a text whose
 * words and signs are separated by single spaces, with a full stop at both ends; `W3` is Wednesday and `M1`
 * January.
 */
export interface DayLexicon {
  /**
   * Seven from Sunday, twelve from January. `rewrites` handle a word that also means something else ("sat", "may").
   */
  weekdays: readonly string[];
  months: readonly string[];
  /** Applied first, in order. */
  rewrites: readonly (readonly [RegExp, string])[];
  /**
   * Each match becomes a mention, in order; null: it is no day after all. The match is replaced, so that later
   * rules do not see it.
   */
  mentions: readonly (readonly [RegExp, (...groups: string[]) => DayMention | null])[];
  /**
   * Patterns for the text with `@` and its number for each mention, `@any` for any day. These find the excluded
   * mentions …
   */
  excluded: readonly RegExp[];
  /** … and these find the mentions that only bound a range or are vague. */
  unclear: readonly RegExp[];
  /** The words of a clause that says only when. */
  whenWords: string;
  /** Words that speak of another day than the tour's: "my lease ends Friday". */
  aside: RegExp;
  dayParts: Readonly<Record<DayPart, RegExp>>;
}

export interface MarkedText {
  /** The text with `@0`, `@1`, … for the mentions. */
  text: string;
  mentions: DayMention[];
}

/** Finds the mentions of days. @param words the result of `tokenize` in tour-words.ts. */
export function markDays(words: readonly string[], lexicon: DayLexicon): MarkedText {
  const mentions: DayMention[] = [];
  let text = spaced(words, lexicon);
  for (const [pattern, read] of lexicon.mentions) {
    text = text.replace(pattern, (_match, ...groups: unknown[]) => {
      const mention = read(...groups.map((group) => (typeof group === 'string' ? group : '')));
      if (!mention) return '-';
      mentions.push(mention);
      return mention.kind === 'any' ? '@any' : `@${mentions.length - 1}`;
    });
  }
  for (const n of marksIn(text, lexicon.unclear)) mentions[n] = { kind: 'unclear' };
  for (const n of marksIn(text, lexicon.excluded)) {
    const mention = mentions[n];
    if (mention) mentions[n] = { ...mention, not: true };
  }
  return { text, mentions };
}

function spaced(words: readonly string[], { weekdays, months, rewrites }: DayLexicon): string {
  const named = words.map((word) => {
    const weekday = indexIn(weekdays, word);
    const month = indexIn(months, word) + 1;
    return weekday >= 0 ? `W${weekday}` : month > 0 ? `M${month}` : word;
  });
  const text = ` . ${named.join(' ')} . `;
  return rewrites.reduce((before, [pattern, by]) => before.replace(pattern, by), text);
}

/** The index of the list that contains the word; -1 for none. */
const indexIn = (lists: readonly string[], word: string): number =>
  lists.findIndex((words) => words.split(' ').includes(word));

/** The numbers of the marks in all matches of the patterns. */
export const marksIn = (text: string, patterns: readonly RegExp[]): number[] =>
  patterns
    .flatMap((pattern) => text.match(pattern) ?? [])
    .flatMap((match) => [...match.matchAll(/@(\d+)/g)])
    .map(([, n]) => Number(n));

/** The part of the day, if the text names exactly one. */
export function dayPartOf(words: readonly string[], lexicon: DayLexicon): DayPart | null {
  const text = spaced(words, lexicon);
  const parts = Object.keys(lexicon.dayParts) as DayPart[];
  const named = parts.filter((part) => lexicon.dayParts[part].test(text));
  return (named.length === 1 && named[0]) || null;
}
