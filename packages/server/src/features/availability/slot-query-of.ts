import type { KnownAgent } from './know-busy.ts';
import type { Offer } from './load-offer.ts';
import { slotRules } from './rules.ts';
import type { SlotQuery } from './slots.ts';

/** The slot engine's question, put together from what the database and the calendars know. */
export function slotQueryOf(
  offer: Offer,
  known: KnownAgent[],
  durationMinutes: number,
  now: number,
): SlotQuery {
  return {
    rules: slotRules(offer.property, offer.config, durationMinutes),
    now,
    agents: known.map(({ agentId, busy }) => {
      const agent = offer.agents.find((one) => one.id === agentId)!;
      return {
        id: agentId,
        hours: agent.hours,
        overrides: agent.overrides,
        dailyCap: agent.dailyCap,
        busy,
        tours: offer.tours
          .filter((tour) => tour.profileId === agentId)
          .map((tour) => ({ ...tour, here: tour.propertyId === offer.property.id })),
      };
    }),
  };
}
