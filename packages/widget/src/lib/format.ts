/**
 * Dates, times and counts in words, by Intl. Instants are ISO 8601 strings or epoch milliseconds, dates are `YYYY-MM-DD`.
 * A wrong locale or zone does not throw, because a page's typo must not break the widget.
 */
import { addDays, startOfWeek } from './month-grid.ts';

type Instant = string | number;

/** The canonical tag, or `en` for one that Intl does not accept. */
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

/** Formatters are cached, because making one is slow. */
const cache = new Map<string, unknown>();

function cached<T>(key: string, make: () => T): T {
  if (!cache.has(key)) cache.set(key, make());
  return cache.get(key) as T;
}

const formatter = (
  locale: string,
  zone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat =>
  cached(
    locale + zone + JSON.stringify(options),
    () =>
      // The grid is Gregorian, so a Thai or Persian month title over it would be wrong.
      new Intl.DateTimeFormat(safeLocale(locale), {
        calendar: 'gregory',
        timeZone: cached(zone, () => safeZone(zone)),
        ...options,
      }),
  );

const number = (n: number, locale: string): string =>
  cached(`${locale} number`, () => new Intl.NumberFormat(safeLocale(locale))).format(n);

const epochMs = (instant: Instant): number => new Date(instant).getTime();
/** A date is formatted in UTC, at noon. */
const utcNoon = (date: string): number => Date.parse(`${date}T12:00:00Z`);

/** "Tuesday, January 27" */
export const dayLabel = (date: string, locale: string): string =>
  formatter(locale, 'UTC', { weekday: 'long', month: 'long', day: 'numeric' }).format(
    utcNoon(date),
  );

/** "Tue, Jan 27" */
export const shortDayLabel = (date: string, locale: string): string =>
  formatter(locale, 'UTC', { weekday: 'short', month: 'short', day: 'numeric' }).format(
    utcNoon(date),
  );

/** "January 2026", from `YYYY-MM` or any date in it. */
export const monthLabel = (month: string, locale: string): string =>
  formatter(locale, 'UTC', { month: 'long', year: 'numeric' }).format(
    utcNoon(`${month.slice(0, 7)}-01`),
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
    formatter(locale, 'UTC', { weekday }).format(utcNoon(addDays(first, day)));
  return [0, 1, 2, 3, 4, 5, 6].map((day) => ({
    short: name(day, 'short'),
    long: name(day, 'long'),
  }));
}

const hourMinute: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };
/** Some engines put a narrow no-break space before AM; a plain space is easier to copy and to search. */
const plainSpaces = (text: string): string => text.replace(/[\u202f\u2009]/g, ' ');

/** "9:00 AM" or "09:00". A 24-hour clock has two digits, so that columns align. */
export function timeLabel(instant: Instant, zone: string, locale: string): string {
  const hour = cached(`${locale} hour`, () =>
    formatter(locale, 'UTC', hourMinute).resolvedOptions().hour12 ? 'numeric' : '2-digit',
  );
  return plainSpaces(formatter(locale, zone, { ...hourMinute, hour }).format(epochMs(instant)));
}

/** "Tuesday, January 27, 9:00 – 9:30 AM" */
export const rangeLabel = (start: Instant, end: Instant, zone: string, locale: string): string =>
  plainSpaces(
    formatter(locale, zone, {
      weekday: 'long',
      month: 'long',
      day: 'numeric',
      ...hourMinute,
    }).formatRange(epochMs(start), epochMs(end)),
  );

/** Cities that engines still report under their old names. */
const renamedCities: Record<string, string> = {
  Calcutta: 'Kolkata',
  Saigon: 'Ho Chi Minh City',
  Katmandu: 'Kathmandu',
  Rangoon: 'Yangon',
  Kiev: 'Kyiv',
};

/** "Chicago" of "America/Chicago". */
export function zoneCity(zone: string): string {
  const city = zone.slice(zone.lastIndexOf('/') + 1).replace(/_/g, ' ');
  return renamedCities[city] ?? city;
}

const zoneName = (
  zone: string,
  instant: Instant,
  locale: string,
  timeZoneName: 'short' | 'longGeneric',
): string =>
  formatter(locale, zone, { timeZoneName })
    .formatToParts(epochMs(instant))
    .find((part) => part.type === 'timeZoneName')?.value ?? zone;

/** "CST", or "GMT-6" where the locale has no abbreviation. */
export const zoneShort = (zone: string, instant: Instant, locale: string): string =>
  zoneName(zone, instant, locale, 'short');

/** "Central Time", in summer and winter. */
export const zoneGeneric = (zone: string, instant: Instant, locale: string): string =>
  zoneName(zone, instant, locale, 'longGeneric');

/** "Chicago time (CST)"; the template has the words of the language. */
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

export function dateIn(zone: string, instant: Instant): string {
  const parts = Object.fromEntries(
    formatter('en', zone, { year: 'numeric', month: '2-digit', day: '2-digit' })
      .formatToParts(epochMs(instant))
      .map(({ type, value }) => [type, value]),
  );
  return `${parts['year']}-${parts['month']}-${parts['day']}`;
}

export const todayIn = (zone: string, nowMs: number): string => dateIn(zone, nowMs);

/** Whether clocks in both zones show the same day and time. */
export const sameWallClock = (instant: Instant, zoneA: string, zoneB: string): boolean =>
  zoneA === zoneB ||
  (dateIn(zoneA, instant) === dateIn(zoneB, instant) &&
    timeLabel(instant, zoneA, 'en') === timeLabel(instant, zoneB, 'en'));

export const visitorZone = (): string =>
  cached('own zone', () => new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC');

export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** `plural(3, 'en', { one: '{n} time', other: '{n} times' })` → "3 times" */
export function plural(n: number, locale: string, forms: PluralForms): string {
  const rules = cached(`${locale} plural`, () => new Intl.PluralRules(safeLocale(locale)));
  return (forms[rules.select(n)] ?? forms.other).replace('{n}', number(n, locale));
}

/**
 * Makes the formatters while the page is idle, because the first ones take tens of milliseconds. It makes one at a time,
 * in the order in which a booking needs them, so that a tap does not wait for all.
 */
export function warmUpFormats(locale: string, zone: string): void {
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
  const makeOne = () => {
    labels.shift()?.();
    if (labels.length > 0) whenIdle(makeOne);
  };
  whenIdle(makeOne);
}

/** Safari has no `requestIdleCallback`. */
const whenIdle = (work: () => void): void => {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work);
  else setTimeout(work, 50);
};
