import { instantText } from '../../../lib/iso.ts';
import { requireNoTransaction, type UnitOfWork } from '../../../unit-of-work.ts';
import { calendarsOf } from '../../availability/calendars-of.ts';
import type { KnownAgent } from '../../availability/know-busy.ts';
import { firstRung, lastRung } from '../../availability/ladder.ts';
import type { Offer } from '../../availability/load-offer.ts';
import { checkManual } from '../../availability/manual.ts';
import { sourceOfTimes } from '../../availability/openings.ts';
import { slotQueryOf } from '../../availability/slot-query-of.ts';
import { checkSlot, type SlotCheck } from '../../availability/slots.ts';
import { type TourTime, verifyLive } from './verify-live.ts';

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
  if (sourceOfTimes(offer, now) === 'manual')
    return checkManual(offer, durationMinutes, now, startsAt);
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

export interface PickedAgent {
  id: string;
  /** The calendar could not be asked. */
  unverified: boolean;
}

/** For all of them together: a visitor waits for it. */
const liveCheckDeadlineMs = 2_000;

/**
 * The ranked agents as a booking should try them: first those whose calendars say, just now, that they are
 * free; then those who could not be asked, unless an old mirror says that they are busy. Whoever turned out
 * busy is left out. All are asked at once, or an outage would cost a deadline for each.
 */
export async function* pickAgents(
  unit: UnitOfWork,
  offer: Offer,
  ranked: string[],
  time: TourTime,
): AsyncGenerator<PickedAgent> {
  requireNoTransaction(unit);
  const { ctx } = unit;
  const signal = AbortSignal.timeout(liveCheckDeadlineMs);
  const now = ctx.clock.now();
  const asked = ranked.map((id) => ({
    id,
    verdict: verifyLive(unit, id, calendarsOf(offer, id).blocking, time, signal),
  }));
  const unasked: PickedAgent[] = [];
  for (const { id, verdict } of asked) {
    const said = await verdict;
    if (said === 'free') yield { id, unverified: false };
    if (said === 'unknown' && !isBusyByMirror(offer, id, time, now))
      unasked.push({ id, unverified: true });
  }
  yield* unasked;
}

function isBusyByMirror(offer: Offer, id: string, time: TourTime, now: number): boolean {
  if (lastRung(calendarsOf(offer, id).rungs, now).from !== 'mirror') return false;
  const [from, to] = [time.startsAt - time.bufferMs, time.endsAt + time.bufferMs];
  return (offer.mirror[id] ?? []).some((busy) => busy.startsAt < to && busy.endsAt > from);
}
