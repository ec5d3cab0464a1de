import type { calendar_v3 } from '@googleapis/calendar';
import type { EventTime } from '../../state/model.ts';
import { badRequest, invalid, required } from '../errors.ts';

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
const LOCAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/;

/** The instant of an RFC 3339 text with an offset; undefined if it is not one. */
export function parseInstant(text: string): number | undefined {
  if (!RFC3339.test(text)) return undefined;
  const epochMs = Date.parse(text.toUpperCase());
  return Number.isNaN(epochMs) ? undefined : epochMs;
}

/** A bound of a query. Google requires the offset; its error does not say so. */
export function parseBound(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const epochMs = parseInstant(text);
  if (epochMs === undefined) throw badRequest();
  return epochMs;
}

export function isZone(timeZone: string): boolean {
  if (/^[+-]/.test(timeZone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** RFC 3339 with the zone's offset, as in Google's answers. */
export function formatInstant(epochMs: number, timeZone: string): string {
  const text = Temporal.Instant.fromEpochMilliseconds(epochMs)
    .toZonedDateTimeISO(timeZone)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' });
  return text.replace(/\+00:00$/, 'Z');
}

/** Validates one end of an event, and brings it to the stored form. */
export function readEventTime(
  given: calendar_v3.Schema$EventDateTime | null | undefined,
  which: 'start' | 'end',
  calendarZone: string,
): EventTime {
  const date = given?.date ?? undefined;
  const dateTime = given?.dateTime ?? undefined;
  const timeZone = given?.timeZone ?? undefined;
  if (date === undefined && dateTime === undefined) throw required(`Missing ${which} time.`);
  if (date !== undefined && dateTime !== undefined) throw invalid(`Invalid ${which} time.`);
  if (timeZone !== undefined && !isZone(timeZone)) {
    throw invalid(`Invalid time zone definition for ${which} time.`);
  }
  if (date !== undefined) {
    if (!isDate(date)) throw invalid(`Invalid ${which} time.`);
    return { date };
  }
  const zone = timeZone ?? calendarZone;
  const epochMs = readDateTime(dateTime ?? '', which, timeZone);
  return { dateTime: formatInstant(epochMs, zone), timeZone: zone };
}

function readDateTime(text: string, which: string, timeZone: string | undefined): number {
  const exact = parseInstant(text);
  if (exact !== undefined) return Math.floor(exact / 1000) * 1000;
  if (!LOCAL.test(text)) throw invalid(`Invalid ${which} time.`);
  if (timeZone === undefined) throw required(`Missing time zone definition for ${which} time.`);
  try {
    const local = Temporal.PlainDateTime.from(text).round({
      smallestUnit: 'second',
      roundingMode: 'floor',
    });
    return local.toZonedDateTime(timeZone).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) throw invalid(`Invalid ${which} time.`);
    throw error;
  }
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The instant of an event's start or end. A date begins at midnight in the calendar's zone. */
export function instantOf(time: calendar_v3.Schema$EventDateTime, calendarZone: string): number {
  if (time.dateTime) return Date.parse(time.dateTime);
  return Temporal.PlainDate.from(time.date ?? '').toZonedDateTime(calendarZone).epochMilliseconds;
}

export interface Span {
  start: number;
  end: number;
}

export function spanOf(event: { start: EventTime; end: EventTime }, calendarZone: string): Span {
  return { start: instantOf(event.start, calendarZone), end: instantOf(event.end, calendarZone) };
}
