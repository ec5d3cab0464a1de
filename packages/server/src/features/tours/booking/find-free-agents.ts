import { requireNoTransaction, type UnitOfWork } from '../../../unit-of-work.ts';
import { calendarsOf } from '../../availability/calendars-of.ts';
import type { AgentBusyTimes } from '../../availability/find-busy-times.ts';
import { firstRung, lastRung } from '../../availability/ladder.ts';
import type { Offer } from '../../availability/load-offer.ts';
import { checkManualSlot } from '../../availability/manual.ts';
import { sourceOfTimes } from '../../availability/openings.ts';
import { slotQueryOf } from '../../availability/slot-query-of.ts';
import { checkSlot, type SlotCheck } from '../../availability/slots.ts';
import { type TourTime, verifyLive } from './verify-live.ts';

/**
 * The agents who could give a tour at this time according to the database: rules, tours and mirror. The calendars are
 * asked later (`findFreeAgents`). Pure.
 */
export function findCandidates(
  offer: Offer,
  durationMinutes: number,
  startsAt: number,
  now: number,
): SlotCheck {
  if (sourceOfTimes(offer, now) === 'manual')
    return checkManualSlot(offer, durationMinutes, now, startsAt);
  const known = offer.agents.flatMap((agent) => busyTimesInDatabase(offer, agent.id, now));
  return checkSlot(slotQueryOf(offer, known, durationMinutes, now), startsAt);
}

function busyTimesInDatabase(offer: Offer, agentId: string, now: number): AgentBusyTimes[] {
  const { hasCalendars, forLadder } = calendarsOf(offer, agentId);
  const rung = firstRung(forLadder, now);
  if (!hasCalendars || rung.from === 'unknown') return [];
  // If the calendar will be asked, a mirror that is too old does not count, as when the time was offered. Busy times
  // that are not written into a calendar yet always count: no calendar could tell of them.
  const busy = (rung.from === 'mirror' ? offer.mirror : offer.unwritten)[agentId] ?? [];
  return [{ agentId, busy, source: 'live', asOf: now }];
}

export interface FreeAgent {
  id: string;
  /** The agent's calendar could not be asked. */
  unverified: boolean;
}

/** The deadline for all calendars together: a visitor is waiting. */
const liveCheckDeadlineMs = 2_000;

/**
 * Yields the agents in the order in which a booking tries them: first those whose calendars answer that they are free,
 * then those whose calendars could not be asked, unless an old mirror says busy. Busy agents are left out.
 * All calendars are asked at once: in sequence, an outage would cost one deadline for each agent.
 */
export async function* findFreeAgents(
  unit: UnitOfWork,
  offer: Offer,
  ranked: string[],
  time: TourTime,
): AsyncGenerator<FreeAgent> {
  requireNoTransaction(unit);
  const { ctx } = unit;
  const signal = AbortSignal.timeout(liveCheckDeadlineMs);
  const now = ctx.clock.now();
  const asked = ranked.map((id) => ({
    id,
    verdict: verifyLive(unit, id, calendarsOf(offer, id).blocking, time, signal),
  }));
  const unasked: FreeAgent[] = [];
  for (const { id, verdict } of asked) {
    const answer = await verdict;
    if (answer === 'free') yield { id, unverified: false };
    if (answer === 'unknown' && !isBusyByMirror(offer, id, time, now))
      unasked.push({ id, unverified: true });
  }
  yield* unasked;
}

function isBusyByMirror(offer: Offer, id: string, time: TourTime, now: number): boolean {
  if (lastRung(calendarsOf(offer, id).forLadder, now).from !== 'mirror') return false;
  const [from, to] = [time.startsAt - time.bufferMs, time.endsAt + time.bufferMs];
  return (offer.mirror[id] ?? []).some((busy) => busy.startsAt < to && busy.endsAt > from);
}
