/** Converts the times in a request to instants. Pure. */
import type { ChangeAppointment } from '@luma-leasing/types/appointment';
import { AppError } from '../../lib/errors.ts';
import {
  dateText,
  DAY_MS,
  earliestMs,
  instantText,
  latestMs,
  parseDate,
  parseInstant,
} from '../../lib/iso.ts';
import { zoneOf } from '../../lib/zone.ts';

/** Epoch ms. For whole days: midnights in the calendar's zone. */
export interface Span {
  startsAt: number;
  endsAt: number;
  allDay: boolean;
}

/** Requests name days in the property's zone; events have them in the calendar's zone. */
interface Zones {
  property: string;
  calendar: string;
}

type Said = Pick<ChangeAppointment, 'startsAt' | 'endsAt' | 'allDay'>;

const longestMs = 366 * DAY_MS;

/** @throws AppError INVALID_REQUEST */
export function readSpan(
  said: { startsAt: string; endsAt: string; allDay: boolean },
  zones: Zones,
) {
  const span = said.allDay ? wholeDays(said, zones) : timed(said);
  if (span.endsAt <= span.startsAt) throw wrong('endsAt', 'Must be after the start');
  if (span.endsAt - span.startsAt > longestMs) throw wrong('endsAt', 'Too long');
  if (span.startsAt < earliestMs || span.endsAt > latestMs) throw wrong('startsAt', 'No such time');
  return { ...span, allDay: said.allDay };
}

/** The new time of an event; undefined if the request does not change it. @throws AppError INVALID_REQUEST */
export function changedSpan(before: Span, said: Said, zones: Zones): Span | undefined {
  const { startsAt, endsAt, allDay = before.allDay } = said;
  if (startsAt === undefined && endsAt === undefined && allDay === before.allDay) return undefined;
  if (before.allDay && !allDay && (startsAt === undefined || endsAt === undefined))
    throw wrong('startsAt', 'Say from when to when');
  const text = before.allDay
    ? (ms: number) => dateText(zoneOf(zones.calendar).dayAt(ms))
    : instantText;
  const from = startsAt ?? text(before.startsAt);
  const to =
    endsAt ?? (startsAt === undefined ? text(before.endsAt) : endOf(startsAt, before, zones));
  return readSpan({ startsAt: from, endsAt: to, allDay }, zones);
}

// The end if only the start changes: the event keeps its length.
function endOf(startsAt: string, before: Span, zones: Zones): string {
  if (!before.allDay) return instantText(parseInstant(startsAt) + before.endsAt - before.startsAt);
  const zone = zoneOf(zones.calendar);
  const days = zone.dayAt(before.endsAt) - zone.dayAt(before.startsAt);
  return dateText(firstDay(startsAt, zones.property) + days);
}

function timed(said: { startsAt: string; endsAt: string }) {
  const at = (path: 'startsAt' | 'endsAt'): number => {
    if (isDate(said[path])) throw wrong(path, 'Say the time of day, or allDay');
    // Providers store whole seconds.
    return Math.floor(parseInstant(said[path]) / 1000) * 1000;
  };
  return { startsAt: at('startsAt'), endsAt: at('endsAt') };
}

function wholeDays(said: { startsAt: string; endsAt: string }, zones: Zones) {
  const zone = zoneOf(zones.calendar);
  const first = firstDay(said.startsAt, zones.property);
  const end = isDate(said.endsAt)
    ? parseDate(said.endsAt)
    : // An end at midnight excludes the day that begins then; an end a minute later includes it.
      firstDay(instantText(parseInstant(said.endsAt) - 1), zones.property) + 1;
  return { startsAt: zone.reached(first * DAY_MS), endsAt: zone.reached(end * DAY_MS) };
}

const firstDay = (text: string, timezone: string): number =>
  isDate(text) ? parseDate(text) : zoneOf(timezone).dayAt(parseInstant(text));

const isDate = (text: string): boolean => text.length === 10;

const wrong = (path: string, message: string): AppError =>
  new AppError('INVALID_REQUEST', 'Please check the times.', { issues: [{ path, message }] });
