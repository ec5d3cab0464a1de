import { onTestFinished, vi } from 'vitest';
import { eventsPath } from './calendars.ts';
import { agentAccount } from './sandbox.ts';
import type { World } from './world.ts';

/**
 * Stops the next booking halfway, at its check of the agent's main calendar. Its own limit of two seconds is suspended
 * until the test ends, because a busy machine may need longer.
 * @returns the fault, for `release` of the sandbox.
 */
export async function holdBooking(world: World): Promise<string> {
  const patience = vi.spyOn(AbortSignal, 'timeout');
  patience.mockImplementation(() => new AbortController().signal);
  onTestFinished(() => patience.mockRestore());
  // Jobs ask for lists, too: of all that changed, or of one event by its UID. Only a booking asks for a range of time.
  const match = { method: 'GET', path: agentAccount + eventsPath, query: 'timeMin=' };
  return world.sandbox.fault({ match, then: { held: true } });
}
