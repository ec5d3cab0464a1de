import { requireNoTransaction, type UnitOfWork } from '../../unit-of-work.ts';
import { calendarsOf } from '../availability/calendars-of.ts';
import { lastRung } from '../availability/ladder.ts';
import type { Offer } from '../availability/load-offer.ts';
import { type TourTime, verifyLive } from './verify-live.ts';

export interface PickedAgent {
  id: string;
  /** The calendar could not be asked. */
  unverified: boolean;
}

/** For all of them together: a visitor waits for it. */
const deadlineMs = 2_000;

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
  const signal = AbortSignal.timeout(deadlineMs);
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
