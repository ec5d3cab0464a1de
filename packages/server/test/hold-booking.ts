import { onTestFinished, vi } from 'vitest';
import { syncTourJob } from '../src/features/tours/job-contracts.ts';
import { eventsPath } from './calendars.ts';
import { atRest } from './jobs.ts';
import type { World } from './world.ts';

/**
 * Stops the next booking halfway, at its check of the calendar. Its own limit of two seconds is suspended until the
 * test ends, because a busy machine may need longer.
 * @returns the fault, for `release` of the sandbox.
 */
export async function holdBooking(world: World): Promise<string> {
  // Who writes a tour asks for the list, too.
  await atRest(world, syncTourJob);
  const patience = vi.spyOn(AbortSignal, 'timeout');
  patience.mockImplementation(() => new AbortController().signal);
  onTestFinished(() => patience.mockRestore());
  return world.sandbox.fault({ match: { method: 'GET', path: eventsPath }, then: { held: true } });
}
