import type { Interval } from '../../../lib/interval.ts';
import { MINUTE_MS } from '../../../lib/iso.ts';
import { zoneOf } from '../../../lib/zone.ts';
import type { UnitOfWork } from '../../../unit-of-work.ts';
import { rangesOn, readHours } from '../../availability/hours.ts';
import { loadOfferWithoutTour, type Offer } from '../../availability/load-offer.ts';
import type { TourRow } from '../present.ts';
import { daysAround } from '../tour-change.ts';

/**
 * Whether a tour at this time would be in conflict: with another tour or busy time of its agent, with a colleague's
 * tour in a shared calendar, or with the property's hours. Pure.
 * @param offer the offer of the days around the time, without the tour itself.
 * @param time epoch ms.
 */
export function isInConflict(offer: Offer, profileId: string, time: Interval): boolean {
  const gap = offer.config.bufferMinutes * MINUTE_MS;
  return (
    [...offer.tours, ...offer.shared].some(
      (other) => other.profileId === profileId && overlap(other, time, gap),
    ) ||
    (offer.mirror[profileId] ?? []).some((busy) => overlap(busy, time, 0)) ||
    !isOpen(offer, time)
  );
}

const overlap = (one: Interval, other: Interval, gap: number): boolean =>
  one.startsAt < other.endsAt + gap && one.endsAt + gap > other.startsAt;

function isOpen({ property }: Offer, { startsAt, endsAt }: Interval): boolean {
  const zone = zoneOf(property.timezone);
  const day = zone.dayAt(startsAt);
  const ranges = rangesOn(readHours(property.hours, property.overrides, true), day) ?? [];
  const minuteOf = (ms: number) => (ms + zone.offsetAt(ms)) / MINUTE_MS - day * 1440;
  return ranges.some(({ start, end }) => minuteOf(startsAt) >= start && minuteOf(endsAt) <= end);
}

/** `isInConflict` for a stored tour at another time (epoch ms), with the offer from the database. */
export const isTourInConflict = async (
  unit: UnitOfWork,
  tour: TourRow,
  time: Interval,
): Promise<boolean> =>
  isInConflict(
    await loadOfferWithoutTour(unit, daysAround(time.startsAt), tour.id),
    tour.profileId,
    time,
  );
