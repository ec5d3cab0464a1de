import { boundsOf } from '../week/segments.js';
import { addDays, addMinutes, clockText, minutesBetween } from '../zone.js';

/**
 * What the editor edits: an event in the words of a person.
 * @typedef {import('../week/segments.js').GoogleEvent} GoogleEvent
 * @typedef {import('../zone.js').Wall} Wall
 * @typedef {{
 *   title: string,
 *   allDay: boolean,
 *   start: Wall,
 *   end: Wall,
 *   free: boolean,
 *   repeat: string,
 * }} Draft
 */

/** The rules that the editor offers; any other rule is kept unchanged. */
export const REPEATS = [
  ['', 'Does not repeat'],
  ['RRULE:FREQ=DAILY', 'Every day'],
  ['RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'Every weekday'],
  ['RRULE:FREQ=WEEKLY', 'Every week'],
  ['RRULE:FREQ=MONTHLY', 'Every month'],
];

/**
 * @param {GoogleEvent} event
 * @param {string} zone
 * @returns {Draft}
 */
export function draftOf(event, zone) {
  const { start, end } = boundsOf(event, zone);
  const allDay = Boolean(event.start?.date);
  return {
    title: event.summary ?? '',
    allDay,
    start,
    // People mean the last day; Google's end is the day after it.
    end: allDay ? { ...end, date: addDays(end.date, -1) } : end,
    free: event.transparency === 'transparent',
    repeat: event.recurrence?.find((line) => line.startsWith('RRULE:')) ?? '',
  };
}

/**
 * The draft as the body of an insert or a patch; nulls remove the other kind of time.
 * @param {Draft} draft
 * @param {string} zone
 */
export function bodyOf(draft, zone) {
  return {
    summary: draft.title,
    transparency: draft.free ? 'transparent' : 'opaque',
    ...timesOf(draft, zone),
  };
}

/**
 * @param {Pick<Draft, 'allDay' | 'start' | 'end'>} draft
 * @param {string} zone
 */
export function timesOf(draft, zone) {
  if (draft.allDay) {
    const none = { dateTime: null, timeZone: null };
    return {
      start: { date: draft.start.date, ...none },
      end: { date: addDays(draft.end.date, 1), ...none },
    };
  }
  return { start: timed(draft.start, zone), end: timed(draft.end, zone) };
}

/**
 * The same change for the whole series: its first event moves as far as the instance did.
 * @param {Draft} before
 * @param {Draft} after
 * @param {Draft} series
 * @returns {Draft}
 */
export function onSeries(before, after, series) {
  const moved = minutesBetween(before.start, after.start);
  const length = minutesBetween(after.start, after.end);
  const start = addMinutes(series.start, moved);
  return { ...after, start, end: addMinutes(start, length), repeat: series.repeat };
}

/**
 * @param {Wall} wall
 * @param {string} zone
 */
function timed({ date, minutes }, zone) {
  return { date: null, dateTime: `${date}T${clockText(minutes)}:00`, timeZone: zone };
}
