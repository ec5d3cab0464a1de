/**
 * A local time in a zone.
 * @typedef {{ date: string, minutes: number }} Wall
 */

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

const MINUTES_PER_DAY = 1440;

/**
 * @param {number} epochMs
 * @param {string} zone
 * @returns {Wall}
 */
export function wallOf(epochMs, zone) {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(zone, format);
  }
  /** @type {Record<string, string>} */
  const parts = {};
  for (const { type, value } of format.formatToParts(epochMs)) parts[type] = value;
  return {
    date: `${parts['year']}-${parts['month']}-${parts['day']}`,
    minutes: Number(parts['hour']) * 60 + Number(parts['minute']),
  };
}

/**
 * @param {string} date
 * @param {number} days
 */
export function addDays(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * Moves a local time by minutes, over midnight if needed.
 * @param {Wall} wall
 * @param {number} minutes
 * @returns {Wall}
 */
export function addMinutes(wall, minutes) {
  const total = wall.minutes + minutes;
  const days = Math.floor(total / MINUTES_PER_DAY);
  return { date: addDays(wall.date, days), minutes: total - days * MINUTES_PER_DAY };
}

/**
 * Minutes from one local time to another, as a person counts them.
 * @param {Wall} from
 * @param {Wall} to
 */
export function minutesBetween(from, to) {
  return daysBetween(from.date, to.date) * MINUTES_PER_DAY + to.minutes - from.minutes;
}

/**
 * @param {string} from
 * @param {string} to
 */
export function daysBetween(from, to) {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** @param {string} date */
export function startOfWeek(date) {
  return addDays(date, -new Date(`${date}T00:00:00Z`).getUTCDay());
}

/** @param {number} minutes */
export function clockText(minutes) {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** @param {string} text */
export function clockMinutes(text) {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

/**
 * A date in words.
 * @param {string} date
 * @param {Intl.DateTimeFormatOptions} options
 */
export function dateText(date, options) {
  return new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(
    new Date(`${date}T12:00:00Z`),
  );
}

/**
 * A time of day in words: "9 AM", "9:30 AM".
 * @param {number} minutes
 */
export function timeText(minutes) {
  const hours = Math.floor(minutes / 60) % 24;
  const rest = minutes % 60;
  const suffix = hours < 12 ? 'AM' : 'PM';
  return `${hours % 12 || 12}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`} ${suffix}`;
}

/**
 * A span of a day in words, with AM or PM once if that is enough: "9:30 – 10 AM".
 * @param {number} from
 * @param {number} to
 */
export function rangeText(from, to) {
  const start = timeText(from);
  const end = timeText(to);
  return `${start.slice(-2) === end.slice(-2) ? start.slice(0, -3) : start} – ${end}`;
}
