/**
 * Reads what a page sets on the element. Frameworks write properties as attributes and attributes as properties, so any
 * value may come as text, as undefined or as null. None breaks the widget; `doctor/say.ts` says what to
 * correct.
 */
import type { Catalog } from './i18n/words.ts';
import type { PluralForms } from './lib/format.ts';

/** What the page may set, as it comes. */
export interface Inputs {
  readonly base: string;
  readonly mode: unknown;
  readonly theme: unknown;
  readonly color: unknown;
  readonly locale: unknown;
  readonly strings: unknown;
}

/** React 18 writes `open={false}` as the attribute `open="false"`. */
export const isOn = (value: string | boolean | null | undefined): boolean =>
  String(value ?? false) !== 'false';

/** The site owner's words, from an object or from JSON; null if they cannot be read. */
export function ownWords(strings: unknown): Catalog | null {
  try {
    const words = (
      typeof strings === 'string' ? JSON.parse(strings || '{}') : (strings ?? {})
    ) as Catalog;
    return typeof words === 'object' && Object.values(words).every(isWord) ? words : null;
  } catch {
    return null;
  }
}

const isWord = (word: string | PluralForms | undefined): boolean =>
  typeof ((word as PluralForms | undefined)?.other ?? word ?? '') === 'string';

const usable =
  /^(https?:|\/)[^,]*,(floating|inline)?,(light|dark|auto)?,(#([\da-fA-F]{3}){1,2})?,([a-zA-Z]{2,8}([-_][a-zA-Z\d]+)*)?$/;

/** Whether everything can be used as it is. If not, `doctor/attributes.ts` finds out what cannot. */
export const areUsable = ({ base, mode, theme, color, locale, strings }: Inputs): boolean =>
  usable.test([base, mode, theme, color, locale].join()) && ownWords(strings) !== null;
