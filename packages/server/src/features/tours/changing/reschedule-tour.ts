import { AppError } from '../../../lib/errors.ts';
import { MINUTE_MS } from '../../../lib/iso.ts';
import { localTime } from '../../../lib/local-time.ts';
import { isTeam, transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { loadOfferWithoutTour, type Offer } from '../../availability/load-offer.ts';
import { requireOffered, sourceOfTimes } from '../../availability/openings.ts';
import { throwTaken } from '../booking/alternatives.ts';
import { rankCandidates } from '../booking/rank-candidates.ts';
import { dailyCaps, type DailyCaps } from '../booking/daily-caps.ts';
import { findCandidates, findFreeAgents } from '../booking/find-free-agents.ts';
import { type LoadedTour, loadTour } from '../load-tour.ts';
import { daysAround, requireChangeable, requireConfirmed } from '../tour-change.ts';
import { moveTour } from './move-tour.ts';

/**
 * Moves a tour for its prospect or for the team, with the same agent if possible, else with another.
 * @param to.startsAt epoch ms.
 * @param to.agentId only this agent.
 * @throws AppError TOUR_NOT_CHANGEABLE, CUTOFF_PASSED, SLOT_NOT_OFFERED, SLOT_TAKEN, CALENDAR_*
 */
export async function rescheduleTour(
  unit: UnitOfWork,
  tourId: string,
  to: { startsAt: number; agentId?: string | undefined },
): Promise<void> {
  const { ctx, actor } = unit;
  const { startsAt, agentId } = to;
  const now = ctx.clock.now();
  const { loaded, offer } = await transact(unit, async (inner) => {
    const found = await loadTour(inner.tx, tourId);
    if (!found) throw new AppError('LINK_INVALID', 'This tour no longer exists.');
    const offer = await loadOfferWithoutTour(inner, daysAround(startsAt), tourId);
    return { loaded: found, offer };
  });
  if (isTeam(actor)) requireConfirmed(loaded);
  else requireChangeable(loaded, now);
  const { tour, property } = loaded;
  if (tour.startsAt === startsAt && (!agentId || agentId === tour.profileId)) return;
  const durationMinutes = requireOffered(offer, tour.tourType);
  const check = findCandidates(offer, durationMinutes, startsAt, now);
  if (!check.offered)
    throw new AppError('SLOT_NOT_OFFERED', 'This time is not offered. Please choose another one.');

  const free = check.agentIds.filter((id) => !agentId || id === agentId);
  const ranked = await rankCandidates(unit, offer, free, {
    startsAt,
    email: tour.email,
    currentAgentId: tour.profileId,
  });
  const bufferMs = offer.config.bufferMinutes * MINUTE_MS;
  const time = { startsAt, endsAt: startsAt + durationMinutes * MINUTE_MS, bufferMs };
  const freeAgents =
    sourceOfTimes(offer, now) === 'manual'
      ? ranked.map((id) => ({ id, unverified: false }))
      : findFreeAgents(unit, offer, ranked, { ...time, moving: tourId });
  for await (const { id: profileId, unverified } of freeAgents) {
    const caps = capsOfMove(offer, loaded, profileId, startsAt);
    const destination = { ...time, profileId, unverified, caps };
    const moved = await moveTour(unit, tour, destination);
    if (moved === 'moved') return;
    // The decision was made on an old state: start again.
    if (moved === 'changed') return rescheduleTour(unit, tourId, to);
  }
  const { tourType } = tour;
  await throwTaken(unit, {
    startsAt,
    timezone: property.timezone,
    tourType,
    moving: tour,
  });
}

// A tour that stays on its date already counts for the property's cap, and for the agent's if the agent stays, too.
function capsOfMove(
  offer: Offer,
  { tour, property: { timezone } }: LoadedTour,
  profileId: string,
  startsAt: number,
): DailyCaps {
  const sameDay = localTime(timezone, tour.startsAt).date === localTime(timezone, startsAt).date;
  const agentCap = offer.agents.find((agent) => agent.id === profileId)?.dailyCap ?? null;
  return dailyCaps(timezone, startsAt, {
    property: sameDay ? null : offer.config.dailyCap,
    agent: sameDay && profileId === tour.profileId ? null : agentCap,
  });
}
