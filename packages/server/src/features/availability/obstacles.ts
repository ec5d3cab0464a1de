/**
 * What keeps one agent from taking which slots. Slots are in order of time, so whatever stops an agent (a
 * meeting, a tour, a cap, the end of their day) stops a *run* of neighbouring slots. A run is noted as +1
 * where it begins and -1 where it ends, in any order; one pass of running sums then tells for every slot
 * how many obstacles cover it. No interval is ever sorted or merged.
 */
import { DAY_MS, MINUTE_MS, toMs } from '../../lib/iso.ts';
import type { Interval, Instant } from '../../lib/interval.ts';
import type { Zone } from '../../lib/zone.ts';
import { type Grid, type GridDay, slotFrom } from './grid.ts';
import { rangesOn, readHours } from './hours.ts';
import type { AgentTour, SlotAgent } from './slot-query.ts';

/** What is the same for every agent of one question. */
export interface Scene {
  readonly zone: Zone;
  readonly grid: Grid;
  readonly durationMs: number;
  readonly bufferMs: number;
}

/** Fills `obstacles` (one entry per slot and one more) with how many things stop this agent: 0 = free. */
export function countObstacles(scene: Scene, agent: SlotAgent, obstacles: Int32Array): void {
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

/** The dates of the grid whose tours, by local date of their start, have reached the cap. */
export function fullDays(scene: Scene, tours: readonly AgentTour[], cap: number): GridDay[] {
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
 * A tour needs the buffer free before and after it, so it cannot start within `duration + buffer` before
 * an interval, nor until `buffer` after it. Both bounds are strict: a gap of exactly the buffer will do.
 */
function addIntervals(
  scene: Scene,
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

/** Stops the slots that do not lie, start to end, inside one of the agent's own ranges of that date. */
function addOffHours(scene: Scene, agent: SlotAgent, obstacles: Int32Array): void {
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
