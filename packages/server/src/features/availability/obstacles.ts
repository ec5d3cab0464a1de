/**
 * Finds which slots an agent cannot take. Slots are sorted, so each obstacle (a meeting, a tour, a cap, the end of
 * the day) covers a *run* of neighbouring slots. A run is noted as +1 where it begins and -1 where it ends, in any
 * order. Running sums then give the number of obstacles of every slot, without sorting or merging intervals.
 */
import { DAY_MS, MINUTE_MS, toMs } from '../../lib/iso.ts';
import type { Interval, Instant } from '../../lib/interval.ts';
import type { Zone } from '../../lib/zone.ts';
import { type Grid, type GridDay, slotFrom } from './grid.ts';
import { rangesOn, readHours } from './hours.ts';
import type { AgentTour, SlotAgent } from './slot-query.ts';

/** The data that all agents of a question share. */
export interface SlotScene {
  readonly zone: Zone;
  readonly grid: Grid;
  readonly durationMs: number;
  readonly bufferMs: number;
}

/** Fills `obstacles` (one entry per slot and one more) with the number of obstacles of this agent: 0 = free. */
export function countObstacles(scene: SlotScene, agent: SlotAgent, obstacles: Int32Array): void {
  obstacles.fill(0);
  addIntervals(scene, agent.busy, obstacles);
  addIntervals(scene, agent.tours, obstacles);
  addOffHours(scene, agent, obstacles);
  if (agent.dailyCap !== null) {
    for (const day of fullDays(scene, agent.tours, agent.dailyCap))
      addRun(obstacles, day.first, day.end);
  }
  let covering = 0;
  for (let i = 0; i < obstacles.length; i++) {
    covering += obstacles[i] ?? 0;
    obstacles[i] = covering;
  }
}

/** The dates of the grid on which so many tours start (local date) that the cap is reached. */
export function fullDays(scene: SlotScene, tours: readonly AgentTour[], cap: number): GridDay[] {
  const perDay = new Map<number, number>();
  for (const tour of tours) {
    const day = scene.zone.dayAt(toMs(tour.startsAt));
    perDay.set(day, (perDay.get(day) ?? 0) + 1);
  }
  return scene.grid.days.filter((day) => (perDay.get(day.epochDay) ?? 0) >= cap);
}

function addRun(obstacles: Int32Array, first: number, end: number): void {
  if (first >= end) return;
  obstacles[first] = (obstacles[first] ?? 0) + 1;
  obstacles[end] = (obstacles[end] ?? 0) - 1;
}

/**
 * A tour needs a free buffer before and after it. So it cannot start within `duration + buffer` before an interval,
 * nor within `buffer` after it. A gap of exactly the buffer is enough.
 */
function addIntervals(
  scene: SlotScene,
  intervals: readonly Interval<Instant>[],
  obstacles: Int32Array,
): void {
  const { grid, bufferMs } = scene;
  const before = bufferMs + scene.durationMs;
  for (const interval of intervals) {
    const start = toMs(interval.startsAt);
    const end = Math.max(start, toMs(interval.endsAt));
    const first = slotFrom(grid, start - before + 1);
    addRun(obstacles, first, slotFrom(grid, end + bufferMs));
  }
}

/** Adds an obstacle to the slots that are not wholly inside one of the agent's own ranges of that date. */
function addOffHours(scene: SlotScene, agent: SlotAgent, obstacles: Int32Array): void {
  if (agent.hours === null && agent.overrides.length === 0) return;
  const { zone, grid } = scene;
  const hours = readHours(agent.hours, agent.overrides, true);
  for (const day of grid.days) {
    const ranges = rangesOn(hours, day.epochDay);
    if (ranges === null) continue;
    const local = day.epochDay * DAY_MS;
    let offFrom = day.first;
    for (const range of ranges) {
      const opens = zone.reached(local + range.start * MINUTE_MS);
      const lastStart = zone.reached(local + range.end * MINUTE_MS) - scene.durationMs;
      const first = clamp(slotFrom(grid, opens), offFrom, day.end);
      addRun(obstacles, offFrom, first);
      offFrom = clamp(slotFrom(grid, lastStart + 1), first, day.end);
    }
    addRun(obstacles, offFrom, day.end);
  }
}

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));
