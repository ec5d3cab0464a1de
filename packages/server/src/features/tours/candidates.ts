import { calendarsOf } from '../availability/calendars-of.ts';
import type { Offer } from '../availability/load-offer.ts';
import { checkManual } from '../availability/manual.ts';
import { isManual } from '../availability/openings.ts';
import { firstRung } from '../availability/ladder.ts';
import type { KnownAgent } from '../availability/know-busy.ts';
import { slotQueryOf } from '../availability/slot-query-of.ts';
import { checkSlot, type SlotCheck } from '../availability/slots.ts';
import { instantText } from '../../lib/iso.ts';

/**
 * Who could give a tour at this time, by what the database knows: rules, our tours and the mirror. The
 * calendars themselves are asked afterwards. Pure.
 */
export function findCandidates(
  offer: Offer,
  durationMinutes: number,
  startsAt: number,
  now: number,
): SlotCheck {
  if (isManual(offer, now)) return checkManual(offer, durationMinutes, now, startsAt);
  const known = offer.agents.flatMap((agent) => knownFromDatabase(offer, agent.id, now));
  return checkSlot(slotQueryOf(offer, known, durationMinutes, now), instantText(startsAt));
}

function knownFromDatabase(offer: Offer, agentId: string, now: number): KnownAgent[] {
  const { any, rungs } = calendarsOf(offer, agentId);
  const rung = firstRung(rungs, now);
  if (!any || rung.from === 'unknown') return [];
  // Who is to be asked is taken as free until then, whatever an old mirror says: as when the time was offered. What
  // no calendar knows yet, none can be asked about.
  const busy = (rung.from === 'mirror' ? offer.mirror : offer.unwritten)[agentId] ?? [];
  return [{ agentId, busy, source: 'live', asOf: now }];
}
