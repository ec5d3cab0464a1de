import type { OpenUnit } from '../../unit-of-work.ts';
import { queueMessage } from '../outbox/queue-message.ts';
import type { LoadedTour } from './load-tour.ts';

/** Who hears of what the tour's agent has to know: the property, where they have no address. */
export const agentAddress = ({ agent, property }: LoadedTour): string | null =>
  agent.email ?? property.contactEmail;

/**
 * Tells the tour's agent that the prospect has declined the calendar's invitation [N4].
 * @param occasion tells one declination from the next.
 */
export async function tellOfDeclination(
  unit: OpenUnit,
  loaded: LoadedTour,
  occasion: string,
): Promise<void> {
  const tourId = loaded.tour.id;
  const recipient = agentAddress(loaded);
  if (recipient === null) {
    unit.ctx.log.warn({ tourId }, 'nobody can be told that a guest has declined');
    return;
  }
  const dedupeKey = `guest_declined:${tourId}:${occasion}`;
  await queueMessage(unit, { kind: 'guest_declined', tourId, recipient, dedupeKey });
}
