import type { AgentBusyTimes } from './find-busy-times.ts';
import type { Offer } from './load-offer.ts';
import { slotRules, toursSeenFrom } from './rules.ts';
import type { SlotQuery } from './slots.ts';

/** Builds the slot engine's question from what the database and the calendars know. */
export function slotQueryOf(
  offer: Offer,
  known: AgentBusyTimes[],
  durationMinutes: number,
  now: number,
): SlotQuery {
  const shared = toursSeenFrom(offer, offer.shared);
  const tours = toursSeenFrom(offer, offer.tours).map((tour) => ({
    ...tour,
    here: tour.propertyId === offer.property.id,
  }));
  const agents = known.map(({ agentId, busy }) => {
    const agent = offer.agents.find((one) => one.id === agentId)!;
    return {
      id: agentId,
      hours: agent.hours,
      overrides: agent.overrides,
      dailyCap: agent.dailyCap,
      // Colleagues' tours make the agent busy, but count for no cap.
      busy: [...busy, ...shared.filter((tour) => tour.profileId === agentId)],
      tours: tours.filter((tour) => tour.profileId === agentId),
    };
  });
  const rules = slotRules(offer.property, offer.config, durationMinutes);
  if (rules.dailyCap === null) return { rules, now, agents };
  // The property's cap also counts the tours of agents whose busy time is unknown, who are never free themselves.
  const isKnown = new Set(known.map(({ agentId }) => agentId));
  const others = tours.filter((tour) => !isKnown.has(tour.profileId));
  return { rules, now, agents: [...agents, { ...nobody, tours: others }] };
}

const nobody = { id: '', hours: {}, overrides: [], dailyCap: null, busy: [] };
