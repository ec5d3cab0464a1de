/** Hours, dates and times as the operator's text: `mon-fri 9:00-12:00 13:00-18:00, sat 10:00-16:00`. Pure. */
import { weekdays, type DateOverride, type LocalRange } from '@luma-leasing/types/hours';
import type { Weekday, WeeklyHours } from '@luma-leasing/types/hours';
import { OperatorError } from '../lib/operator-error.ts';

const example = 'Write hours like "mon-fri 9:00-18:00, sat 10:00-12:00 13:00-16:00".';

/** Reads weekly hours. A weekday that is not named is closed; `closed` closes all. @throws OperatorError */
export function parseHours(text: string): WeeklyHours {
  const hours: WeeklyHours = {};
  const parts = text.trim().toLowerCase() === 'closed' ? [] : text.split(/[,;]/);
  for (const part of parts) {
    const [days = '', ...ranges] = part.trim().toLowerCase().split(/\s+/);
    for (const day of readDays(days)) {
      if (hours[day]) throw new OperatorError(`"${day}" stands twice. ${example}`);
      hours[day] = readRanges(ranges);
    }
  }
  return Object.fromEntries(weekdays.map((day) => [day, hours[day] ?? []]));
}

/** `2026-12-25 closed`, `2026-12-24 9:00-12:00`. @throws OperatorError */
export function readOverride(text: string): DateOverride {
  const [date = '', ...ranges] = text.trim().toLowerCase().split(/\s+/);
  return { date: readDate(date), ranges: readRanges(ranges) };
}

/** @throws OperatorError */
export function readDate(text: string): string {
  try {
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return Temporal.PlainDate.from(text).toString();
  } catch {
    // Refused below: there is no such day.
  }
  throw new OperatorError(`"${text}" is no date. Write one like 2026-12-25.`);
}

/** `9:00` is `09:00`. @throws OperatorError */
export function readTime(text: string): string {
  const time = text.padStart(5, '0');
  if (!isTime(time))
    throw new OperatorError(`"${text}" is no time. Write times like 9:00 or 14:30.`);
  return time;
}

/** `fri-mon` is Friday to Monday. */
function readDays(text: string): Weekday[] {
  const [first, last = first, ...more] = text.split('-');
  const [from, to] = [first, last].map((day) => weekdays.indexOf(day as Weekday));
  if (from === undefined || to === undefined || from < 0 || to < 0 || more.length > 0)
    throw new OperatorError(`"${text}" names no days of the week. ${example}`);
  const rest = weekdays.slice(from);
  return to < from ? [...rest, ...weekdays.slice(0, to + 1)] : rest.slice(0, to - from + 1);
}

function readRanges(texts: string[]): LocalRange[] {
  if (texts.length === 1 && texts[0] === 'closed') return [];
  if (texts.length === 0) throw new OperatorError(`When? Say "closed" for not at all. ${example}`);
  return texts.map((text) => {
    const [start = '', end = '', ...more] = text.split('-').map((time) => time.padStart(5, '0'));
    if (!isTime(start) || !(isTime(end) || end === '24:00') || more.length > 0)
      throw new OperatorError(`"${text}" is no range of times. ${example}`);
    if (end <= start) throw new OperatorError(`"${text}" must end after it starts.`);
    return { start, end };
  });
}

const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

export function writeHours(hours: WeeklyHours): string {
  const days = weekdays.map((day) => ({ day, text: writeRanges(hours[day] ?? []) }));
  const runs: { from: Weekday; to: Weekday; text: string }[] = [];
  for (const { day, text } of days) {
    const last = runs.at(-1);
    if (last?.text === text) last.to = day;
    else runs.push({ from: day, to: day, text });
  }
  const open = runs.filter(({ text }) => text !== 'closed');
  if (open.length === 0) return 'closed';
  return open
    .map(({ from, to, text }) => `${from === to ? from : `${from}-${to}`} ${text}`)
    .join(', ');
}

export const writeOverride = ({ date, ranges }: DateOverride): string =>
  `${date} ${writeRanges(ranges)}`;

const writeRanges = (ranges: LocalRange[]): string =>
  ranges.map(({ start, end }) => `${start}-${end}`).join(' ') || 'closed';
