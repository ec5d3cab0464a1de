import type { Offer } from '../availability/load-offer.ts';
import { checkManual } from '../availability/manual.ts';
import { isManual } from '../availability/openings.ts';
import { lastRung } from '../availability/ladder.ts';
import type { KnownAgent } from '../availability/know-busy.ts';
import { slotQueryOf } from '../availability/slot-query-of.ts';
import { checkSlot, type SlotCheck } from '../availability/slots.ts';
import { isConnected } from '../calendars/token-health.ts';
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
  if (isManual(offer)) return checkManual(offer, durationMinutes, now, startsAt);
  const known = offer.agents.flatMap((agent) => knownFromDatabase(offer, agent.id, now));
  return checkSlot(slotQueryOf(offer, known, durationMinutes, now), instantText(startsAt));
}

function knownFromDatabase(offer: Offer, agentId: string, now: number): KnownAgent[] {
  const all = offer.calendars.filter((calendar) => calendar.profileId === agentId);
  if (all.length === 0) return [];
  const rungs = all
    .filter((calendar) => calendar.blocksTime)
    .map(({ tokenStatus, lastSyncedAt }) => ({
      connected: isConnected(tokenStatus),
      lastSyncedAt,
    }));
  const mirror = lastRung(rungs, now);
  // Without a mirror, an agent we can ask is taken as free until the asking.
  if (mirror.from === 'unknown' && !rungs.every((rung) => rung.connected)) return [];
  const busy = (mirror.from === 'mirror' ? offer.mirror : offer.unwritten)[agentId] ?? [];
  return [{ agentId, busy, source: 'live', asOf: now }];
}
