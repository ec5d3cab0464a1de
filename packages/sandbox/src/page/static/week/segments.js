import { addDays, daysBetween, wallOf } from '../zone.js';

/**
 * @typedef {import('@googleapis/calendar').calendar_v3.Schema$Event} GoogleEvent
 * @typedef {{ event: GoogleEvent, day: number, start: number, end: number, whole: boolean }} Segment
 * @typedef {{ event: GoogleEvent, from: number, to: number }} Bar
 */

const MINUTES_PER_DAY = 1440;
/**
 * Cuts events into segments of the grid for each shown day, and into bars above it for all-day events.
 * @param {GoogleEvent[]} events
 * @param {string} first
 * @param {number} days
 * @param {string} zone
 * @returns {{ segments: Segment[], bars: Bar[] }}
 */
export function cutIntoDays(events, first, days, zone) {
  /** @type {Segment[]} */
  const segments = [];
  /** @type {Bar[]} */
  const bars = [];
  for (const event of events) {
    const { start, end } = boundsOf(event, zone);
    const from = daysBetween(first, start.date);
    const to = daysBetween(first, end.date);
    const isBar = event.start?.date || to - from > 1;
    if (isBar) {
      const last = event.start?.date || end.minutes === 0 ? to : to + 1;
      const bar = { event, from: Math.max(0, from), to: Math.min(days, last) };
      if (bar.from < bar.to) bars.push(bar);
      continue;
    }
    for (let day = Math.max(0, from); day <= Math.min(days - 1, to); day += 1) {
      const begins = day === from ? start.minutes : 0;
      const ends = day === to ? end.minutes : MINUTES_PER_DAY;
      if (day > from && ends === 0) continue;
      segments.push({ event, day, start: begins, end: ends, whole: from === to });
    }
  }
  return { segments, bars };
}

/**
 * Both ends of an event in local time; an all-day event ends at the midnight after its last day.
 * @param {GoogleEvent} event
 * @param {string} zone
 */
export function boundsOf(event, zone) {
  if (event.start?.date) {
    return {
      start: { date: event.start.date, minutes: 0 },
      end: { date: event.end?.date ?? addDays(event.start.date, 1), minutes: 0 },
    };
  }
  return {
    start: wallOf(Date.parse(event.start?.dateTime ?? ''), zone),
    end: wallOf(Date.parse(event.end?.dateTime ?? ''), zone),
  };
}

/**
 * Whether LumaLeasing made the event, by its private properties.
 * @param {GoogleEvent} event
 */
export function isFromLuma(event) {
  return Object.keys(event.extendedProperties?.private ?? {}).length > 0;
}
