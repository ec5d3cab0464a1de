import { plural, safeLocale, type PluralForms } from '../lib/format.ts';
import { en } from './en.ts';
import type { DetourKey } from './en-detours.ts';
import type { OwnTourKey } from './en-own-tour.ts';

export type StringKey = keyof typeof en | OwnTourKey | DetourKey;

/** The words of a language, or those that a site owner overrides. */
export type Catalog = Partial<Record<StringKey, string | PluralForms>>;
export type Params = Record<string, string | number>;
export type Translate = (key: StringKey, params?: Params) => string;

/** The kit adds its words when it is loaded. */
const english: Catalog = { ...en };

export const addWords = (words: Catalog): Catalog => Object.assign(english, words);

/** The file of each language, loaded on demand. English is always here, for words that a language lacks. */
const catalogs: Record<string, () => Promise<Catalog>> = {};

export async function loadCatalog(locale: string): Promise<Catalog> {
  return (await catalogs[languageOf(locale)]?.()) ?? english;
}

const languageOf = (locale: string): string => safeLocale(locale).split('-')[0] ?? 'en';

/** The language of the words that a locale gets: English, where we lack its own. */
export const wordsLanguage = (locale: string): string =>
  languageOf(locale) === 'en' || Object.hasOwn(catalogs, languageOf(locale)) ? locale : 'en';

/** Looks for a word in the site owner's words first, then in the language, then in English. */
export function translator(locale: string, catalog: Catalog, ownerWords: Catalog = {}): Translate {
  return (key, params = {}) => {
    const found = ownerWords[key] ?? catalog[key] ?? english[key] ?? key;
    const text =
      typeof found === 'string'
        ? found
        : plural(Number(params['n'] ?? 0), catalog === english ? 'en' : locale, found);
    return text.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
      Object.hasOwn(params, name) ? String(params[name]) : placeholder,
    );
  };
}

export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  /^(ar|dv|fa|he|iw|ps|sd|ug|ur|yi)\b/.test(locale) ? 'rtl' : 'ltr';
