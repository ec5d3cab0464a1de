/**
 * Calendar arithmetic on `YYYY-MM-DD` strings, which sort as dates do. It computes in UTC, where every day has 24 hours:
 * neither the machine's zone nor a DST change can move a date.
 */

const DAY = 86_400_000;
const utcMidnight = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Negative, zero or positive, as `Array.prototype.sort` wants it. */
export const compareDates = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const clampDate = (date: string, min: string, max: string): string =>
  date < min ? min : date > max ? max : date;

/** `YYYY-MM` of a date. */
export const monthOf = (date: string): string => date.slice(0, 7);

export const addDays = (date: string, days: number): string => iso(utcMidnight(date) + days * DAY);

/** 0 is Sunday, as in `Date`. */
export const weekdayOf = (date: string): number => new Date(utcMidnight(date)).getUTCDay();

/** The same day of another month, or that month's last day where it has no such day (Jan 31 + 1 → Feb 28). */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return iso(Date.UTC(year, month - 1 + months, Math.min(day, last)));
}

export const shiftMonth = (month: string, months: number): string =>
  monthOf(addMonths(`${month}-01`, months));

/** Whether a month has a date of [min, max]. */
export const monthWithin = (month: string, min: string, max: string): boolean =>
  month >= monthOf(min) && month <= monthOf(max);

/** First day of the week of a date. `firstDay` is as in Intl: 1 is Monday, 7 is Sunday. */
export const startOfWeek = (date: string, firstDay: number): string =>
  addDays(date, -((weekdayOf(date) - firstDay + 7) % 7));

/** The weeks of a month; the first and the last are filled with days of the neighbouring months. */
export function weeksOf(month: string, firstDay: number): string[][] {
  const end = addDays(addMonths(`${month}-01`, 1), -1);
  const weeks: string[][] = [];
  for (let day = startOfWeek(`${month}-01`, firstDay); day <= end; day = addDays(day, 7)) {
    const first = day;
    weeks.push([0, 1, 2, 3, 4, 5, 6].map((n) => addDays(first, n)));
  }
  return weeks;
}

/** Firefox has neither of the two; older Chromium and Safari have the getter. */
interface WeekInfoLocale extends Omit<Intl.Locale, 'getWeekInfo'> {
  getWeekInfo?: () => { firstDay: number };
  weekInfo?: { firstDay: number };
}

/** CLDR's territories where the week does not begin on Monday. */
const sunday =
  'AG AS AU BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW';
const saturday = 'AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY';

/** 1 is Monday, 7 is Sunday. */
export function firstDayOfWeek(locale: string): number {
  try {
    const tag: WeekInfoLocale = new Intl.Locale(locale);
    const info = tag.getWeekInfo?.() ?? tag.weekInfo;
    return info?.firstDay ?? firstDayOfRegion(tag.maximize().region);
  } catch {
    return 7;
  }
}

/** For a browser without week data. */
export const firstDayOfRegion = (region = 'US'): number =>
  sunday.includes(region) ? 7 : saturday.includes(region) ? 6 : 1;

interface FocusLimits {
  firstDay: number;
  min: string;
  max: string;
  rtl?: boolean;
  /** With Shift, PageUp and PageDown move by a year. */
  shift?: boolean;
}

/** The day that a key of the ARIA date grid moves the focus to; null for any other key. */
export function dayForKey(date: string, key: string, limits: FocusLimits): string | null {
  const { firstDay, min, max, rtl, shift } = limits;
  const side = rtl ? -1 : 1;
  const page = shift ? 12 : 1;
  const moves: Record<string, () => string> = {
    ArrowLeft: () => addDays(date, -side),
    ArrowRight: () => addDays(date, side),
    ArrowUp: () => addDays(date, -7),
    ArrowDown: () => addDays(date, 7),
    Home: () => startOfWeek(date, firstDay),
    End: () => addDays(startOfWeek(date, firstDay), 6),
    PageUp: () => addMonths(date, -page),
    PageDown: () => addMonths(date, page),
  };
  const move = Object.hasOwn(moves, key) ? moves[key] : undefined;
  return move ? clampDate(move(), min, max) : null;
}
