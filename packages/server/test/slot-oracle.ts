/**
 * A second slot engine, slow and obvious: it walks every minute around every date with native Temporal. It shares
 * only the shape of the question with the engine, so both can be wrong together only if the rules are. Instants are
 * epoch ms.
 */
import type { DateOverride, LocalRange, Weekday, WeeklyHours } from '@luma-leasing/types/hours';
import type { SlotAgent, SlotDay, SlotQuery } from '../src/features/availability/slots.ts';
import type { Instant } from '../src/lib/interval.ts';

const MINUTE = 60_000;
const WEEKDAYS: Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

interface Tick {
  at: number;
  /** Minutes from 00:00 of the date on the wall clock; below 0 or from 1440 on for other dates. */
  wall: number;
}

interface OracleSlot {
  date: string;
  time: string;
  at: number;
  insideNotice: boolean;
  /** The agents who can take it, in the order of the question. */
  takers: string[];
}

const walks = new Map<string, Tick[]>();

/** Every minute that may belong to the date anywhere on earth, with what the wall clock shows. */
function walk(date: Temporal.PlainDate, timezone: string): Tick[] {
  const key = `${timezone} ${date.toString()}`;
  const known = walks.get(key);
  if (known) return known;
  const noonUtc = Temporal.Instant.from(`${date.toString()}T12:00:00Z`);
  const midnight = date.toPlainDateTime();
  const ticks: Tick[] = [];
  for (let minutes = -40 * 60; minutes <= 40 * 60; minutes++) {
    const instant = noonUtc.add({ minutes });
    const clock = instant.toZonedDateTimeISO(timezone).toPlainDateTime();
    const wall = midnight.until(clock, { largestUnit: 'minutes' }).minutes;
    ticks.push({ at: instant.epochMilliseconds, wall });
  }
  walks.set(key, ticks);
  return ticks;
}

const ms = (moment: Instant) =>
  typeof moment === 'number' ? moment : Temporal.Instant.from(moment).epochMilliseconds;

function minutes(text: string): number {
  const [hour, minute] = text.split(':').map(Number);
  return (hour ?? NaN) * 60 + (minute ?? NaN);
}

/** The first moment at which the clock shows this minute of the date, or has passed it. */
function reached(ticks: Tick[], wall: number): number {
  return ticks.find((tick) => tick.wall >= wall)?.at ?? NaN;
}

function hoursOf(
  hours: WeeklyHours,
  overrides: DateOverride[],
  date: Temporal.PlainDate,
): LocalRange[] {
  const override = overrides.findLast((candidate) => candidate.date === date.toString());
  return override ? override.ranges : (hours[WEEKDAYS[date.dayOfWeek - 1] ?? 'mon'] ?? []);
}

/** Merges overlapping ranges. Touching ones stay apart. */
function union(ranges: LocalRange[]): LocalRange[] {
  for (const a of ranges) {
    const b = ranges.find((other) => other !== a && other.start < a.end && a.start < other.end);
    if (!b) continue;
    const start = a.start < b.start ? a.start : b.start;
    const end = a.end > b.end ? a.end : b.end;
    return union([...ranges.filter((range) => range !== a && range !== b), { start, end }]);
  }
  return ranges;
}

function localDate(moment: Instant, timezone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(ms(moment))
    .toZonedDateTimeISO(timezone)
    .toPlainDate()
    .toString();
}

function canTake(query: SlotQuery, agent: SlotAgent, date: Temporal.PlainDate, at: number) {
  const { rules } = query;
  const end = at + rules.durationMinutes * MINUTE;
  const buffer = rules.bufferMinutes * MINUTE;
  const collides = [...agent.busy, ...agent.tours].some(
    (block) => ms(block.startsAt) - buffer < end && at < ms(block.endsAt) + buffer,
  );
  if (collides) return false;
  const that = agent.tours.filter(
    (tour) => localDate(tour.startsAt, rules.timezone) === date.toString(),
  );
  if (agent.dailyCap !== null && that.length >= agent.dailyCap) return false;
  const hasOwnHours =
    agent.hours !== null || agent.overrides.some((override) => override.date === date.toString());
  if (!hasOwnHours) return true;
  const ticks = walk(date, rules.timezone);
  const ranges = hoursOf(agent.hours ?? {}, agent.overrides, date);
  const shifts = ranges.map((range) => ({
    from: reached(ticks, minutes(range.start)),
    to: reached(ticks, minutes(range.end)),
  }));
  for (let minute = at; minute < end; minute += MINUTE) {
    if (!shifts.some((shift) => shift.from <= minute && minute < shift.to)) return false;
  }
  return true;
}

function slotsOfDate(query: SlotQuery, date: Temporal.PlainDate): OracleSlot[] {
  const { rules, agents } = query;
  const ticks = walk(date, rules.timezone);
  const toursHere = agents.flatMap((agent) =>
    agent.tours.filter(
      (tour) => tour.here && localDate(tour.startsAt, rules.timezone) === date.toString(),
    ),
  );
  const isFull = rules.dailyCap !== null && toursHere.length >= rules.dailyCap;
  const slots: OracleSlot[] = [];
  for (const range of union(hoursOf(rules.hours, rules.overrides, date))) {
    const closes = reached(ticks, minutes(range.end));
    for (
      let wall = minutes(range.start);
      wall < minutes(range.end);
      wall += rules.intervalMinutes
    ) {
      const at = ticks.find((tick) => tick.wall === wall)?.at;
      if (at === undefined || at + rules.durationMinutes * MINUTE > closes) continue;
      const takers = isFull ? [] : agents.filter((agent) => canTake(query, agent, date, at));
      slots.push({
        date: date.toString(),
        time: Temporal.PlainTime.from('00:00').add({ minutes: wall }).toString().slice(0, 5),
        at,
        insideNotice: at < ms(query.now) + rules.noticeMinutes * MINUTE,
        takers: takers.map((agent) => agent.id),
      });
    }
  }
  return slots.sort((a, b) => a.at - b.at);
}

/** Every slot of the window, with the agents who can take it. */
export function oracleSlots(query: SlotQuery): OracleSlot[] {
  const { rules } = query;
  const today = Temporal.PlainDate.from(localDate(query.now, rules.timezone));
  const found: OracleSlot[] = [];
  for (let ahead = 0; ahead < rules.horizonDays; ahead++) {
    const date = today.add({ days: ahead });
    const from = query.from === undefined ? today : Temporal.PlainDate.from(query.from);
    const sinceFrom = from.until(date, { largestUnit: 'days' }).days;
    const isWanted = sinceFrom >= 0 && (query.days === undefined || sinceFrom < query.days);
    if (isWanted) found.push(...slotsOfDate(query, date));
  }
  return found;
}

/** The oracle's answer in the engine's shape. */
export function oracleDays(query: SlotQuery): SlotDay[] {
  const days: SlotDay[] = [];
  for (const slot of oracleSlots(query)) {
    if (days.at(-1)?.date !== slot.date) days.push({ date: slot.date, slots: [] });
    days.at(-1)?.slots.push({
      time: slot.time,
      startsAt: Temporal.Instant.fromEpochMilliseconds(slot.at).toString(),
      available: !slot.insideNotice && slot.takers.length > 0,
    });
  }
  return days;
}
