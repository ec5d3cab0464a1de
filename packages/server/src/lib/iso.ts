/**
 * ISO 8601 text ↔ numbers, without `Date`: the slot engine reads and writes thousands of these per answer.
 *
 * Two integers stand for time here: an *epoch day* (days since 1970-01-01, for a calendar date) and
 * *epoch milliseconds* (an instant, or a wall clock read as if it were UTC).
 */
export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const TWO_DIGITS = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));

/** `'00:00'` … `'23:59'`, by minute of the day. */
export const MINUTE_TEXT: readonly string[] = Array.from(
  { length: 1440 },
  (_, minute) => `${TWO_DIGITS[Math.floor(minute / 60)]}:${TWO_DIGITS[minute % 60]}`,
);
const UTC_TAIL = MINUTE_TEXT.map((text) => `T${text}:00Z`);

/** Epoch day of a proleptic Gregorian date (months 1–12). Counts in 400-year eras that begin in March. */
function epochDay(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = (((month > 2 ? month - 3 : month + 9) * 153 + 2) / 5) | 0;
  const leapDays = ((yearOfEra / 4) | 0) - ((yearOfEra / 100) | 0);
  return era * 146_097 + yearOfEra * 365 + leapDays + dayOfYear + day - 1 - 719_468;
}

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
  // Out of 0–9 either way, one of the four is negative, and so is the whole.
  return (tens | ones | (9 - tens) | (9 - ones)) < 0 ? -1 : tens * 10 + ones;
}

/** Epoch day of the `YYYY-MM-DD` that `text` begins with, or NaN when there is none. */
function leadingDay(text: string): number {
  const century = digits(text, 0);
  const yearOfCentury = digits(text, 2);
  const month = digits(text, 5);
  const day = digits(text, 8);
  // One -1 makes the whole negative.
  if ((century | yearOfCentury | month | day) < 0) return NaN;
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return NaN;
  const year = century * 100 + yearOfCentury;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = month === 2 && isLeap ? 29 : (MONTH_DAYS[month - 1] ?? 0);
  return day >= 1 && day <= length ? epochDay(year, month, day) : NaN;
}

/** Epoch day of a `YYYY-MM-DD` that exists in the calendar. Throws RangeError otherwise. */
export function parseDate(text: string): number {
  const day = text.length === 10 ? leadingDay(text) : NaN;
  if (Number.isNaN(day)) throw new RangeError(`Not a date (YYYY-MM-DD): ${text}`);
  return day;
}

/** Minute of the day of an `HH:MM` from `00:00` to `24:00`. Throws RangeError otherwise. */
export function parseMinute(text: string): number {
  const hour = digits(text, 0);
  const minute = digits(text, 3);
  const total = hour * 60 + minute;
  const wellFormed = text.length === 5 && text.charCodeAt(2) === 58 && (hour | minute) >= 0;
  if (!wellFormed || minute > 59 || total > 1440) {
    throw new RangeError(`Not a time of day (HH:MM): ${text}`);
  }
  return total;
}

/** Milliseconds after midnight of the `THH:MM:SS` at position 10, or NaN. */
function clockMs(text: string): number {
  const hour = digits(text, 11);
  const minute = digits(text, 14);
  const second = digits(text, 17);
  if ((hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59) return NaN;
  if (text.charCodeAt(10) !== 84) return NaN;
  if (text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return NaN;
  return hour * 3_600_000 + minute * MINUTE_MS + second * 1000;
}

/** What to take from the wall clock for the `Z`, `.mmmZ` or `±HH:MM` after the seconds, or NaN. */
function suffixMs(text: string): number {
  const last = text.length - 1;
  if (last === 19) return text.charCodeAt(19) === 90 ? 0 : NaN;
  if (last === 23) {
    const tens = digits(text, 20);
    const ones = text.charCodeAt(22) - 48;
    const isFraction = text.charCodeAt(19) === 46 && tens >= 0 && ones >= 0 && ones <= 9;
    return isFraction && text.charCodeAt(23) === 90 ? -(tens * 10 + ones) : NaN;
  }
  if (last !== 24 || text.charCodeAt(22) !== 58) return NaN;
  const sign = text.charCodeAt(19);
  const hours = digits(text, 20);
  const minutes = digits(text, 23);
  if ((hours | minutes) < 0 || hours > 23 || minutes > 59) return NaN;
  const offset = (hours * 60 + minutes) * MINUTE_MS;
  return sign === 43 ? offset : sign === 45 ? -offset : NaN;
}

/**
 * Epoch milliseconds of an ISO 8601 instant (`Z` or a numeric offset). Throws RangeError for anything
 * else; a wall clock without offset is no instant.
 */
export function parseInstant(text: string): number {
  const ms = leadingDay(text) * DAY_MS + clockMs(text) - suffixMs(text);
  if (!Number.isNaN(ms)) return ms;
  // Rarer spellings (no seconds, basic format, nanoseconds) and the error go through the platform.
  return Temporal.Instant.from(text).epochMilliseconds;
}

/** Instants come in series: the text of the last one's UTC date is kept for the next. */
let lastDay = 0;
let lastDate = '1970-01-01';

/** `YYYY-MM-DDTHH:MM:SSZ` of epoch milliseconds, with `.mmm` only when there are any. */
export function instantText(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  if (day !== lastDay) {
    lastDay = day;
    lastDate = dateText(day);
  }
  const withinDay = ms - day * DAY_MS;
  const minute = Math.floor(withinDay / MINUTE_MS);
  if (minute * MINUTE_MS === withinDay) return lastDate + (UTC_TAIL[minute] ?? '');
  return Temporal.Instant.fromEpochMilliseconds(ms).toString();
}
