import { onTestFinished, vi } from 'vitest';
import { eventsPath } from './calendars.ts';
import type { World } from './world.ts';

/**
 * Lets the next booking stand half done: its look into the calendar is held. The booking's own patience, two seconds,
 * is suspended until the test ends; a busy machine would need longer for what the test does meanwhile.
 *
 * @returns for `release` of the sandbox.
 */
export function holdBooking({ sandbox }: World): Promise<string> {
  const patience = vi.spyOn(AbortSignal, 'timeout');
  patience.mockImplementation(() => new AbortController().signal);
  onTestFinished(() => patience.mockRestore());
  return sandbox.fault({ match: { method: 'GET', path: eventsPath }, then: { held: true } });
}
