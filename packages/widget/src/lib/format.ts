/**
 * Dates, times and counts in words, by Intl alone. Instants are ISO 8601 strings or epoch milliseconds, dates are
 * `YYYY-MM-DD`. A malformed locale or an unknown zone never throws: the widget must not die of a page's typo.
 */
import { addDays, startOfWeek } from './month-grid.ts';

type Instant = string | number;

/** The tag itself where Intl takes it, else `en`. */
export function safeLocale(tag?: string | null): string {
  try {
    return (tag && Intl.getCanonicalLocales(tag.trim().replace(/_/g, '-'))[0]) || 'en';
  } catch {
    return 'en';
  }
}

export function safeZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone && zone;
  } catch {
    return 'UTC';
  }
}

/** Making a formatter costs far more than using one, and a month has thirty days. */
const made = new Map<string, unknown>();

function once<T>(key: string, make: () => T): T {
  if (!made.has(key)) made.set(key, make());
  return made.get(key) as T;
}

const formatter = (
  locale: string,
  zone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat =>
  once(
    locale + zone + JSON.stringify(options),
    () =>
      // Gregorian always: the grid is, and a Thai or Persian month title over it would lie.
      new Intl.DateTimeFormat(safeLocale(locale), {
        calendar: 'gregory',
        timeZone: once(zone, () => safeZone(zone)),
        ...options,
      }),
  );

const number = (n: number, locale: string): string =>
  once(`${locale} number`, () => new Intl.NumberFormat(safeLocale(locale))).format(n);

const ms = (instant: Instant): number => new Date(instant).getTime();
/** A date without a zone is shown as the UTC day it is at noon. */
const noon = (date: string): number => Date.parse(`${date}T12:00:00Z`);

/** "Tuesday, January 27" */
export const dayLabel = (date: string, locale: string): string =>
  formatter(locale, 'UTC', { weekday: 'long', month: 'long', day: 'numeric' }).format(noon(date));

/** "Tue, Jan 27" */
export const shortDayLabel = (date: string, locale: string): string =>
  formatter(locale, 'UTC', { weekday: 'short', month: 'short', day: 'numeric' }).format(noon(date));

/** "January 2026", from `YYYY-MM` or any date in it. */
export const monthLabel = (month: string, locale: string): string =>
  formatter(locale, 'UTC', { month: 'long', year: 'numeric' }).format(
    noon(`${month.slice(0, 7)}-01`),
  );

/** The number in a day's cell, in the locale's digits. */
export const dayNumber = (date: string, locale: string): string =>
  number(Number(date.slice(8)), locale);

interface WeekdayName {
  short: string;
  long: string;
}

/** Column heads, from the first day of the week. 1 is Monday, 7 is Sunday. */
export function weekdayNames(locale: string, firstDay: number): WeekdayName[] {
  const first = startOfWeek('2026-01-15', firstDay);
  const name = (day: number, weekday: 'short' | 'long') =>
    formatter(locale, 'UTC', { weekday }).format(noon(addDays(first, day)));
  return [0, 1, 2, 3, 4, 5, 6].map((day) => ({
    short: name(day, 'short'),
    long: name(day, 'long'),
  }));
}

const clock: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };
/** Some engines put a narrow no-break space before AM; plain text is easier to style, copy and look for. */
const plain = (text: string): string => text.replace(/[\u202f\u2009]/g, ' ');

/** "9:00 AM" or "09:00", as the locale has it; two digits where a day has 24 hours, so that columns line up. */
export function timeLabel(instant: Instant, zone: string, locale: string): string {
  const hour = once(`${locale} hour`, () =>
    formatter(locale, 'UTC', clock).resolvedOptions().hour12 ? 'numeric' : '2-digit',
  );
  return plain(formatter(locale, zone, { ...clock, hour }).format(ms(instant)));
}

/** "Tuesday, January 27, 9:00 – 9:30 AM" */
export const rangeLabel = (start: Instant, end: Instant, zone: string, locale: string): string =>
  plain(
    formatter(locale, zone, {
      weekday: 'long',
      month: 'long',
      day: 'numeric',
      ...clock,
    }).formatRange(ms(start), ms(end)),
  );

/** Names that engines still report zones by, long after the cities changed theirs. */
const renamed: Record<string, string> = {
  Calcutta: 'Kolkata',
  Saigon: 'Ho Chi Minh City',
  Katmandu: 'Kathmandu',
  Rangoon: 'Yangon',
  Kiev: 'Kyiv',
};

/** "Chicago" of "America/Chicago". */
export function zoneCity(zone: string): string {
  const city = zone.slice(zone.lastIndexOf('/') + 1).replace(/_/g, ' ');
  return renamed[city] ?? city;
}

const zoneName = (
  zone: string,
  instant: Instant,
  locale: string,
  timeZoneName: 'short' | 'longGeneric',
): string =>
  formatter(locale, zone, { timeZoneName })
    .formatToParts(ms(instant))
    .find((part) => part.type === 'timeZoneName')?.value ?? zone;

/** "CST" at that instant, "GMT-6" where the locale has no such letters. */
export const zoneShort = (zone: string, instant: Instant, locale: string): string =>
  zoneName(zone, instant, locale, 'short');

/** "Central Time", whatever the season. */
export const zoneGeneric = (zone: string, instant: Instant, locale: string): string =>
  zoneName(zone, instant, locale, 'longGeneric');

/** "Chicago time (CST)". The words around the names are the language's. */
export const zoneLabel = (
  zone: string,
  instant: Instant,
  locale: string,
  template = '{city} time ({short})',
): string =>
  template
    .replace('{city}', zoneCity(zone))
    .replace('{generic}', zoneGeneric(zone, instant, locale))
    .replace('{short}', zoneShort(zone, instant, locale));

/** The date on a wall in that zone. */
export function dateIn(zone: string, instant: Instant): string {
  const parts = Object.fromEntries(
    formatter('en', zone, { year: 'numeric', month: '2-digit', day: '2-digit' })
      .formatToParts(ms(instant))
      .map(({ type, value }) => [type, value]),
  );
  return `${parts['year']}-${parts['month']}-${parts['day']}`;
}

export const todayIn = (zone: string, nowMs: number): string => dateIn(zone, nowMs);

/** Whether two people's clocks show the same day and time then. */
export const sameWallClock = (instant: Instant, zoneA: string, zoneB: string): boolean =>
  zoneA === zoneB ||
  (dateIn(zoneA, instant) === dateIn(zoneB, instant) &&
    timeLabel(instant, zoneA, 'en') === timeLabel(instant, zoneB, 'en'));

export const visitorZone = (): string =>
  once('own zone', () => new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC');

export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** `plural(3, 'en', { one: '{n} time', other: '{n} times' })` → "3 times" */
export function plural(n: number, locale: string, forms: PluralForms): string {
  const rules = once(`${locale} plural`, () => new Intl.PluralRules(safeLocale(locale)));
  return (forms[rules.select(n)] ?? forms.other).replace('{n}', number(n, locale));
}

/**
 * The first formatters of a page take tens of milliseconds: better while the visitor reads than when they tap, and one
 * at a time, so that a tap need not wait for all. In the order in which a booking meets them.
 */
export function warmUp(locale: string, zone: string): void {
  const [day, now] = ['2026-01-01', 0];
  const labels = [
    () => dayLabel(day, locale),
    () => monthLabel(day, locale),
    () => weekdayNames(locale, 7),
    () => plural(1, locale, { other: '{n}' }),
    () => todayIn(zone, now),
    () => timeLabel(now, zone, locale),
    () => zoneShort(zone, now, locale),
    () => rangeLabel(now, now, zone, locale),
  ];
  const next = () => {
    labels.shift()?.();
    if (labels.length > 0) whenIdle(next);
  };
  whenIdle(next);
}

/** Safari does not tell when it is idle. */
const whenIdle = (work: () => void): void => {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work);
  else setTimeout(work, 50);
};
