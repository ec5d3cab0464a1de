/**
 * The slot engine: which times a property offers for a tour, and whether an agent can take them. Pure: the answer
 * depends only on the question, not on the machine's clock or zone. See docs/slot-engine.md.
 */
import {
  DAY_MS,
  MINUTE_MS,
  MINUTE_TEXT,
  dateText,
  instantText,
  parseDate,
  toMs,
} from '../../lib/iso.ts';
import type { Instant } from '../../lib/interval.ts';
import { type Zone, zoneOf } from '../../lib/zone.ts';
import { type Grid, buildGrid, slotFrom } from './grid.ts';
import { type OpeningHours, rangesOn, readHours } from './hours.ts';
import { countObstacles, fullDays, type SlotScene } from './obstacles.ts';
import type { SlotAgent, SlotCheck, SlotDay, SlotQuery, SlotRules } from './slot-query.ts';

export type { SlotAgent, SlotCheck, SlotDay, SlotQuery, SlotRules } from './slot-query.ts';

/** The rules of a question in numbers: ms, epoch days, minutes. */
interface Plan {
  readonly zone: Zone;
  readonly hours: OpeningHours;
  readonly durationMs: number;
  readonly intervalMinutes: number;
  readonly bufferMs: number;
  /** The first instant at which a tour may start. */
  readonly earliest: number;
  readonly today: number;
  /** The last date that can be booked. */
  readonly lastDay: number;
}

/** The states of a slot while agents are checked in turn. */
const NOT_BOOKABLE = 0;
const NOBODY_YET = 1;
const FREE = 2;

/**
 * All dates of the window that have a time on the grid, in order, with all their times. A time inside the notice,
 * on a full day or without a free agent is listed as not available.
 * @throws RangeError for a malformed query: zone, times, dates or instants, a duration or interval that is not a
 *   positive whole number of minutes.
 */
export function generateSlots(query: SlotQuery): SlotDay[] {
  const plan = readPlan(query.rules, query.now);
  const from = query.from === undefined ? plan.today : parseDate(query.from);
  const to = query.days === undefined ? plan.lastDay : from + query.days - 1;
  const grid = buildGrid(plan, Math.max(from, plan.today), Math.min(to, plan.lastDay));
  return describe(grid, findFree(plan, grid, query));
}

/**
 * For booking: which agents (ids, in the given order) can take exactly this time, or why it is not offered.
 * `offered` without agents: a real time, but taken. Agrees with `generateSlots`.
 * @throws RangeError as `generateSlots` does; but a `startsAt` that is no instant is `malformed`.
 */
export function checkSlot(query: Omit<SlotQuery, 'from' | 'days'>, startsAt: Instant): SlotCheck {
  const plan = readPlan(query.rules, query.now);
  const start = msOrNaN(startsAt);
  if (Number.isNaN(start)) return { offered: false, reason: 'malformed' };
  const day = plan.zone.dayAt(start);
  if (day > plan.lastDay) return { offered: false, reason: 'past_horizon' };
  if (start < plan.earliest) return { offered: false, reason: 'inside_notice' };
  const grid = buildGrid(plan, day, day);
  const slot = slotFrom(grid, start);
  if (grid.startsAt[slot] !== start) {
    return { offered: false, reason: isOpenAt(plan, day, start) ? 'off_grid' : 'closed' };
  }
  const scene: SlotScene = { ...plan, grid };
  if (isPropertyFull(scene, query)) return { offered: true, agentIds: [] };
  const obstacles = new Int32Array(grid.startsAt.length + 1);
  const takers = query.agents.filter((agent) => {
    countObstacles(scene, agent, obstacles);
    return obstacles[slot] === 0;
  });
  return { offered: true, agentIds: takers.map((agent) => agent.id) };
}

function readPlan(rules: SlotRules, now: Instant): Plan {
  for (const minutes of [rules.durationMinutes, rules.intervalMinutes]) {
    if (!Number.isInteger(minutes) || minutes < 1) {
      throw new RangeError(`Duration and interval are whole minutes, at least 1: ${minutes}`);
    }
  }
  const zone = zoneOf(rules.timezone);
  const nowMs = toMs(now);
  const today = zone.dayAt(nowMs);
  return {
    zone,
    hours: readHours(rules.hours, rules.overrides, false),
    durationMs: rules.durationMinutes * MINUTE_MS,
    intervalMinutes: rules.intervalMinutes,
    bufferMs: rules.bufferMinutes * MINUTE_MS,
    earliest: nowMs + rules.noticeMinutes * MINUTE_MS,
    today,
    lastDay: today + rules.horizonDays - 1,
  };
}

/** For each slot of the grid NOT_BOOKABLE, NOBODY_YET (at the end: no agent at all) or FREE. */
function findFree(plan: Plan, grid: Grid, query: SlotQuery): Uint8Array {
  const scene: SlotScene = { ...plan, grid };
  const count = grid.startsAt.length;
  const states = new Uint8Array(count).fill(NOBODY_YET, slotFrom(grid, plan.earliest));
  for (const day of propertyFullDays(scene, query)) states.fill(NOT_BOOKABLE, day.first, day.end);
  let open = 0;
  for (const state of states) if (state === NOBODY_YET) open++;
  const obstacles = new Int32Array(count + 1);
  for (const agent of query.agents) {
    // Another agent cannot add a free slot.
    if (open === 0) break;
    countObstacles(scene, agent, obstacles);
    for (let slot = 0; slot < count; slot++) {
      if (states[slot] !== NOBODY_YET || obstacles[slot] !== 0) continue;
      states[slot] = FREE;
      open--;
    }
  }
  return states;
}

function propertyFullDays(scene: SlotScene, query: { rules: SlotRules; agents: SlotAgent[] }) {
  if (query.rules.dailyCap === null) return [];
  const toursHere = query.agents.flatMap((agent) => agent.tours.filter((tour) => tour.here));
  return fullDays(scene, toursHere, query.rules.dailyCap);
}

function isPropertyFull(
  scene: SlotScene,
  query: { rules: SlotRules; agents: SlotAgent[] },
): boolean {
  return propertyFullDays(scene, query).length > 0;
}

function describe(grid: Grid, states: Uint8Array): SlotDay[] {
  return grid.days.map((day) => {
    const slots = [];
    for (let slot = day.first; slot < day.end; slot++) {
      slots.push({
        time: MINUTE_TEXT[grid.minute[slot] ?? 0] ?? '',
        startsAt: instantText(grid.startsAt[slot] ?? 0),
        available: states[slot] === FREE,
      });
    }
    return { date: dateText(day.epochDay), slots };
  });
}

function msOrNaN(instant: Instant): number {
  try {
    return toMs(instant);
  } catch (error) {
    if (error instanceof RangeError) return NaN;
    throw error;
  }
}

/** Whether an instant is inside one of the property's ranges. */
function isOpenAt(plan: Plan, epochDay: number, epochMs: number): boolean {
  const local = epochDay * DAY_MS;
  return (rangesOn(plan.hours, epochDay) ?? []).some(
    (range) =>
      plan.zone.reached(local + range.start * MINUTE_MS) <= epochMs &&
      epochMs < plan.zone.reached(local + range.end * MINUTE_MS),
  );
}
