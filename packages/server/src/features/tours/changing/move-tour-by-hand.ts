import { AppError } from '../../../lib/errors.ts';
import { MINUTE_MS } from '../../../lib/iso.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { loadOfferWithoutTour } from '../../availability/load-offer.ts';
import { isInConflict } from '../booking/conflicts.ts';
import { dailyCaps } from '../booking/daily-caps.ts';
import { findFreeAgents } from '../booking/find-free-agents.ts';
import { loadTour } from '../load-tour.ts';
import { daysAround, requireConfirmed, requireFuture } from '../tour-change.ts';
import { type Destination, moveTour } from './move-tour.ts';

interface ChosenPlace {
  agentId: string;
  /** Epoch ms. */
  startsAt: number;
  /** Moves the tour even if it conflicts, and marks it. */
  force: boolean;
}

/**
 * Moves a tour to the agent and time that a manager chose. Grid, notice and caps do not count: they bind only visitors.
 * @throws AppError NOT_FOUND (tour, agent), TOUR_NOT_CHANGEABLE, SLOT_NOT_OFFERED (in the past), INVALID_REQUEST,
 *   SLOT_TAKEN
 */
export async function moveTourByHand(
  unit: UnitOfWork,
  tourId: string,
  { agentId, startsAt, force }: ChosenPlace,
): Promise<void> {
  const { ctx } = unit;
  const { loaded, offer } = await transact(unit, async (inner) => ({
    loaded: await loadTour(inner.tx, tourId),
    offer: await loadOfferWithoutTour(inner, daysAround(startsAt), tourId),
  }));
  if (!loaded) throw new AppError('NOT_FOUND', 'There is no such tour.');
  requireConfirmed(loaded);
  const { tour } = loaded;
  const agent = offer.agents.find(({ id }) => id === agentId);
  if (!agent) throw new AppError('NOT_FOUND', 'This property has no such agent.');
  if (agentId === tour.profileId && startsAt === tour.startsAt) return;
  if (startsAt !== tour.startsAt) requireFuture(startsAt, ctx.clock.now());

  const bufferMs = offer.config.bufferMinutes * MINUTE_MS;
  const time = { startsAt, endsAt: startsAt + tour.endsAt - tour.startsAt, bufferMs };
  const conflict = isInConflict(offer, agentId, time);
  const verified = force
    ? { unverified: false }
    : (
        await Array.fromAsync(findFreeAgents(unit, offer, [agentId], { ...time, moving: tour.id }))
      )[0];
  if (!verified || (conflict && !force)) throw notFree(agent.name);
  const to: Destination = {
    ...time,
    profileId: agentId,
    unverified: verified.unverified,
    caps: dailyCaps(offer.property.timezone, startsAt, { property: null, agent: null }),
    conflictAccepted: conflict,
  };
  let moved = await moveTour(unit, tour, to);
  // Somebody booked that time meanwhile.
  if (moved === 'taken' && force)
    moved = await moveTour(unit, tour, { ...to, conflictAccepted: true });
  if (moved === 'taken') throw notFree(agent.name);
  if (moved === 'changed')
    throw new AppError(
      'TOUR_NOT_CHANGEABLE',
      'This tour has just been changed. Please look again.',
    );
}

const notFree = (name: string) => new AppError('SLOT_TAKEN', `${name} is not free at that time.`);
