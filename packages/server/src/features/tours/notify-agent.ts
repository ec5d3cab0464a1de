import type { OpenUnit } from '../../unit-of-work.ts';
import { queueMessage } from '../outbox/queue-message.ts';
import type { LoadedTour } from './load-tour.ts';

/** The address for mails to the tour's agent: the property's if the agent has none. */
export const agentAddress = ({ agent, property }: LoadedTour): string | null =>
  agent.email ?? property.contactEmail;

/**
 * Tells the tour's agent that the prospect has declined the calendar's invitation [N4].
 * @param occasion differs for each declination, so that each is told once.
 */
export async function notifyAgentOfDeclination(
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
