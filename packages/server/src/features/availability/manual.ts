/** Times by hand, used only while no agent has a connected calendar [A6]. Pure. */
import { zoneOf } from '../../lib/zone.ts';
import { instantText, MINUTE_MS } from '../../lib/iso.ts';
import { localTime } from '../../lib/local-time.ts';
import type { Offer } from './load-offer.ts';
import { toursSeenFrom } from './rules.ts';
import type { SlotCheck, SlotDay } from './slots.ts';

interface ManualTime {
  startsAt: number;
  /** The agents who can take it. */
  agentIds: string[];
}

/**
 * The times by hand up to the horizon, with the agents who can take them: not inside the notice, no cap reached,
 * and no other tour of the agent then.
 */
function manualTimes(offer: Offer, durationMinutes: number, now: number): ManualTime[] {
  const { config, property } = offer;
  const zone = zoneOf(property.timezone);
  const lastDay = zone.dayAt(now) + config.horizonDays - 1;
  const bufferMs = config.bufferMinutes * MINUTE_MS;
  const tours = toursSeenFrom(offer, offer.tours);
  const shared = toursSeenFrom(offer, offer.shared);
  const capOf = new Map(offer.agents.map((agent) => [agent.id, agent.dailyCap]));
  const isReached = (cap: number | null | undefined, counted: typeof tours, day: number) =>
    typeof cap === 'number' &&
    counted.filter((tour) => zone.dayAt(tour.startsAt) === day).length >= cap;
  const atProperty = tours.filter((tour) => tour.propertyId === property.id);
  const byStart = Map.groupBy(offer.manual, (slot) => slot.startsAt);
  return [...byStart]
    .filter(([startsAt]) => zone.dayAt(startsAt) <= lastDay)
    .map(([startsAt, slots]) => {
      const day = zone.dayAt(startsAt);
      const endsAt = startsAt + durationMinutes * MINUTE_MS;
      const isFree = (profileId: string) => {
        const theirs = tours.filter((tour) => tour.profileId === profileId);
        const colleagues = shared.filter((tour) => tour.profileId === profileId);
        const collides = [...theirs, ...colleagues].some(
          (tour) => tour.startsAt < endsAt + bufferMs && startsAt < tour.endsAt + bufferMs,
        );
        return !collides && !isReached(capOf.get(profileId), theirs, day);
      };
      const soon = startsAt < now + config.noticeMinutes * MINUTE_MS;
      const closed = soon || isReached(config.dailyCap, atProperty, day);
      const agentIds = slots.map((slot) => slot.profileId).filter((id) => !closed && isFree(id));
      return { startsAt, agentIds };
    })
    .sort((a, b) => a.startsAt - b.startsAt);
}

export function manualDays(offer: Offer, durationMinutes: number, now: number): SlotDay[] {
  const times = manualTimes(offer, durationMinutes, now).map(({ startsAt, agentIds }) => ({
    ...localTime(offer.property.timezone, startsAt),
    startsAt: instantText(startsAt),
    available: agentIds.length > 0,
  }));
  return [...Map.groupBy(times, (time) => time.date)].map(([date, ofDay]) => ({
    date,
    slots: ofDay.map(({ time, startsAt, available }) => ({ time, startsAt, available })),
  }));
}

export function checkManualSlot(
  offer: Offer,
  durationMinutes: number,
  now: number,
  startsAt: number,
): SlotCheck {
  const time = manualTimes(offer, durationMinutes, now).find((one) => one.startsAt === startsAt);
  if (!time) return { offered: false, reason: 'off_grid' };
  if (startsAt < now + offer.config.noticeMinutes * MINUTE_MS)
    return { offered: false, reason: 'inside_notice' };
  return { offered: true, agentIds: time.agentIds };
}
