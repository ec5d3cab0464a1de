import { MINUTE_MS } from '../../lib/iso.ts';
import { zoneOf } from '../../lib/zone.ts';
import { rangesOn, readHours } from '../availability/hours.ts';
import type { Offer } from '../availability/load-offer.ts';

interface Time {
  startsAt: number;
  endsAt: number;
}

/**
 * Whether a time that somebody put a tour to goes against what is known: another tour or something busy of its
 * agent, or the property's hours. Pure.
 * @param offer of the days around it.
 */
export function collides(offer: Offer, tour: Time & { profileId: string }, time: Time): boolean {
  const gap = offer.config.bufferMinutes * MINUTE_MS;
  const others = offer.tours.filter(
    (other) =>
      other.profileId === tour.profileId &&
      (other.startsAt !== tour.startsAt || other.endsAt !== tour.endsAt),
  );
  return (
    others.some((other) => overlap(other, time, gap)) ||
    (offer.mirror[tour.profileId] ?? []).some((busy) => overlap(busy, time, 0)) ||
    !isOpen(offer, time)
  );
}

const overlap = (one: Time, other: Time, gap: number): boolean =>
  one.startsAt < other.endsAt + gap && one.endsAt + gap > other.startsAt;

function isOpen({ property }: Offer, { startsAt, endsAt }: Time): boolean {
  const zone = zoneOf(property.timezone);
  const day = zone.dayAt(startsAt);
  const ranges = rangesOn(readHours(property.hours, property.overrides, true), day) ?? [];
  const minuteOf = (ms: number) => (ms + zone.offsetAt(ms)) / MINUTE_MS - day * 1440;
  return ranges.some(({ start, end }) => minuteOf(startsAt) >= start && minuteOf(endsAt) <= end);
}
