import { plural, safeLocale, type PluralForms } from '../lib/format.ts';
import { en } from './en.ts';
import type { DetourKey } from './en-detours.ts';
import type { OwnTourKey } from './en-own-tour.ts';

export type StringKey = keyof typeof en | OwnTourKey | DetourKey;

/** A language, or a site owner's own words for some of it. */
export type Catalog = Partial<Record<StringKey, string | PluralForms>>;
export type Params = Record<string, string | number>;
export type Translate = (key: StringKey, params?: Params) => string;

/** Grows by the words of what is loaded later. */
const english: Catalog = { ...en };

export const addWords = (words: Catalog): Catalog => Object.assign(english, words);

/** Language → its file, brought on demand. English is aboard: it stands in for what a language lacks. */
const catalogs: Record<string, () => Promise<Catalog>> = {};

export async function loadCatalog(locale: string): Promise<Catalog> {
  return (await catalogs[languageOf(locale)]?.()) ?? english;
}

const languageOf = (locale: string): string => safeLocale(locale).split('-')[0] ?? 'en';

/** What words in that locale are really written in: a language we lack is spoken in English. */
export const spokenIn = (locale: string): string =>
  languageOf(locale) === 'en' || Object.hasOwn(catalogs, languageOf(locale)) ? locale : 'en';

/** Looks words up in the owner's own first, then in the language, then in English. */
export function translator(locale: string, catalog: Catalog, own: Catalog = {}): Translate {
  return (key, params = {}) => {
    const found = own[key] ?? catalog[key] ?? english[key] ?? key;
    const text =
      typeof found === 'string'
        ? found
        : plural(Number(params['n'] ?? 0), catalog === english ? 'en' : locale, found);
    return text.replace(/\{(\w+)\}/g, (hole, name: string) =>
      Object.hasOwn(params, name) ? String(params[name]) : hole,
    );
  };
}

/** `rtl` for languages written so. */
export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  /^(ar|dv|fa|he|iw|ps|sd|ug|ur|yi)\b/.test(locale) ? 'rtl' : 'ltr';
