/** ISO 8601 text ↔ numbers, without `Date`: the slot engine reads and writes thousands of these per answer. */
import type { Instant } from './interval.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

const MONTH_LENGTH = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Days of a common year before each month (1–12). */
const BEFORE_MONTH = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const TWO_DIGITS = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));

/** `'00:00'` … `'23:59'`, indexed by the minute of the day. */
export const MINUTE_TEXT: readonly string[] = Array.from(
  { length: 1440 },
  (_, minute) => `${TWO_DIGITS[Math.floor(minute / 60)]}:${TWO_DIGITS[minute % 60]}`,
);
const PLUS = 43;
const DASH = 45;
const DOT = 46;
const COLON = 58;
const LETTER_T = 84;
const LETTER_Z = 90;
const UTC_TAIL = MINUTE_TEXT.map((text) => `T${text}:00Z`);

/** `YYYY-MM-DD` of an epoch day, for years 0–9999. */
export function dateText(day: number): string {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leaps = ((dayOfEra / 1460) | 0) - ((dayOfEra / 36_524) | 0) + ((dayOfEra / 146_096) | 0);
  const yearOfEra = ((dayOfEra - leaps) / 365) | 0;
  const dayOfYear = dayOfEra - (365 * yearOfEra + ((yearOfEra / 4) | 0) - ((yearOfEra / 100) | 0));
  const marchMonth = ((5 * dayOfYear + 2) / 153) | 0;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const dayOfMonth = dayOfYear - (((153 * marchMonth + 2) / 5) | 0) + 1;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const century = TWO_DIGITS[(year / 100) | 0];
  return `${century}${TWO_DIGITS[year % 100]}-${TWO_DIGITS[month]}-${TWO_DIGITS[dayOfMonth]}`;
}

/** The two decimal digits at `at`, or -1 when they are not digits. */
function digits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  // If a digit is outside of 0–9, one of the four terms is negative, and so is their OR.
  return (tens | ones | (9 - tens) | (9 - ones)) < 0 ? -1 : tens * 10 + ones;
}

/** Epoch day of a date, or NaN when the calendar has no such date (or a part is -1). */
function epochDay(year: number, month: number, day: number): number {
  if ((year | month | day | (12 - month)) < 0) return NaN;
  const isLeap = (year & 3) === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = (MONTH_LENGTH[month] ?? 0) + (isLeap && month === 2 ? 1 : 0);
  if (day < 1 || day > length) return NaN;
  // Year 0 is a leap year: every year y ≥ 1 is preceded by ⌈y/4⌉ - ⌈y/100⌉ + ⌈y/400⌉ leap days.
  const leapDays = ((year + 3) >> 2) - (((year + 99) / 100) | 0) + (((year + 399) / 400) | 0);
  const dayOfYear = (BEFORE_MONTH[month] ?? 0) + day + (isLeap && month > 2 ? 1 : 0);
  return year * 365 + leapDays + dayOfYear - 719_529;
}

/** Epoch day of a `YYYY-MM-DD` that exists in the calendar. Throws RangeError otherwise. */
export function parseDate(text: string): number {
  const century = digits(text, 0);
  const yearOfCentury = digits(text, 2);
  const isDashed = text.charCodeAt(4) === DASH && text.charCodeAt(7) === DASH;
  const isDate = text.length === 10 && isDashed && (century | yearOfCentury) >= 0;
  const year = century * 100 + yearOfCentury;
  const day = isDate ? epochDay(year, digits(text, 5), digits(text, 8)) : NaN;
  if (Number.isNaN(day)) throw new RangeError(`Not a date (YYYY-MM-DD): ${text}`);
  return day;
}

/** Minute of the day of an `HH:MM` from `00:00` to `24:00`. Throws RangeError otherwise. */
export function parseMinute(text: string): number {
  const hour = digits(text, 0);
  const minute = digits(text, 3);
  const total = hour * 60 + minute;
  const wellFormed = text.length === 5 && text.charCodeAt(2) === COLON && (hour | minute) >= 0;
  if (!wellFormed || minute > 59 || total > 1440) {
    throw new RangeError(`Not a time of day (HH:MM): ${text}`);
  }
  return total;
}

/** The bounds of times that people may choose, epoch ms: databases and calendars need not support the year 10,000. */
export const earliestMs = parseDate('2000-01-01') * DAY_MS;
export const latestMs = parseDate('2200-01-01') * DAY_MS;

/** Epoch ms of the wall clock at the start of `text` (`YYYY-MM-DDTHH:MM:SS`), read as UTC; NaN if there is none. */
function leadingClock(text: string): number {
  const century = digits(text, 0);
  const yearOfCentury = digits(text, 2);
  const month = digits(text, 5);
  const day = digits(text, 8);
  const hour = digits(text, 11);
  const minute = digits(text, 14);
  const second = digits(text, 17);
  // One negative part makes the OR negative.
  const parts = century | yearOfCentury | month | day | hour | minute | second;
  if ((parts | (23 - hour) | (59 - minute) | (59 - second)) < 0) return NaN;
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return NaN;
  if (text.charCodeAt(10) !== LETTER_T) return NaN;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return NaN;
  const seconds = hour * 3600 + minute * 60 + second;
  return epochDay(century * 100 + yearOfCentury, month, day) * DAY_MS + seconds * 1000;
}

/** The ms that `Z`, `.mmmZ` or `±HH:MM` after the seconds adds to the wall clock, or NaN. */
function suffixMs(text: string): number {
  const mark = text.charCodeAt(19);
  if (text.length === 20) return mark === LETTER_Z ? 0 : NaN;
  if (text.length === 24) {
    const tens = digits(text, 20);
    const ones = text.charCodeAt(22) - 48;
    const isFraction = (tens | ones | (9 - ones)) >= 0 && mark === DOT;
    return isFraction && text.charCodeAt(23) === LETTER_Z ? tens * 10 + ones : NaN;
  }
  if (text.length !== 25 || text.charCodeAt(22) !== COLON) return NaN;
  const hours = digits(text, 20);
  const minutes = digits(text, 23);
  if ((hours | minutes | (23 - hours) | (59 - minutes)) < 0) return NaN;
  const offset = (hours * 60 + minutes) * MINUTE_MS;
  // The wall clock is ahead of UTC in the east.
  return mark === PLUS ? -offset : mark === DASH ? offset : NaN;
}

/**
 * Epoch milliseconds of an ISO 8601 instant (`Z` or a numeric offset). Throws RangeError for any other text; a wall
 * clock without an offset is no instant.
 */
export function parseInstant(text: string): number {
  const ms = text.length < 20 ? NaN : leadingClock(text) + suffixMs(text);
  if (!Number.isNaN(ms)) return ms;
  // Temporal reads rarer spellings (no seconds, basic format, nanoseconds), and throws the error.
  return Temporal.Instant.from(text).epochMilliseconds;
}

/** Epoch milliseconds of an instant that is ISO 8601 text or already a number. */
export const toMs = (moment: Instant): number =>
  typeof moment === 'number' ? moment : parseInstant(moment);

/** Instants come in series, so the text of the last UTC date is kept for the next one. */
let lastDay = 0;
let lastDate = '1970-01-01';

/** `YYYY-MM-DDTHH:MM:SSZ` of epoch milliseconds, with `.mmm` only if it is not zero. */
export function instantText(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  if (day !== lastDay) {
    lastDay = day;
    lastDate = dateText(day);
  }
  const withinDay = ms - day * DAY_MS;
  const minute = Math.floor(withinDay / MINUTE_MS);
  if (minute * MINUTE_MS === withinDay) return lastDate + (UTC_TAIL[minute] ?? '');
  // Like `Date`, it takes no parts of a millisecond.
  return Temporal.Instant.fromEpochMilliseconds(Math.trunc(ms)).toString();
}
