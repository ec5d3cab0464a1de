import { onTestFinished, vi } from 'vitest';
import { syncTourJob } from '../src/features/tours/job-contracts.ts';
import { eventsPath } from './calendars.ts';
import { atRest } from './jobs.ts';
import type { World } from './world.ts';

/**
 * Lets the next booking stand half done: its look into the calendar is held. The booking's own patience, two seconds,
 * is suspended until the test ends; a busy machine would need longer for what the test does meanwhile.
 *
 * @returns for `release` of the sandbox.
 */
export async function holdBooking(world: World): Promise<string> {
  // Who writes a tour asks for the list, too.
  await atRest(world, syncTourJob);
  const patience = vi.spyOn(AbortSignal, 'timeout');
  patience.mockImplementation(() => new AbortController().signal);
  onTestFinished(() => patience.mockRestore());
  return world.sandbox.fault({ match: { method: 'GET', path: eventsPath }, then: { held: true } });
}
