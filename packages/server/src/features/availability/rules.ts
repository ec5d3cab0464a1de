import type { TourTypeId } from '@luma-leasing/types/property';
import { MINUTE_MS } from '../../lib/iso.ts';
import type { Offer, Property, TourBlock, TourConfig } from './load-offer.ts';
import type { SlotRules } from './slots.ts';

/** The duration of a tour of this kind, in minutes; undefined if the property does not offer it. */
export function durationOf(config: TourConfig, tourType: TourTypeId): number | undefined {
  const type = config.tourTypes.find((one) => one.id === tourType);
  return type && (type.durationMinutes ?? config.tourDurationMinutes);
}

export const defaultTourType = (config: TourConfig): TourTypeId =>
  config.tourTypes[0]?.id ?? 'in_person';

export const slotRules = (
  property: Property,
  config: TourConfig,
  durationMinutes: number,
): SlotRules => ({
  timezone: property.timezone,
  hours: property.hours,
  overrides: property.overrides,
  durationMinutes,
  intervalMinutes: config.slotIntervalMinutes ?? durationMinutes,
  bufferMinutes: config.bufferMinutes,
  noticeMinutes: config.noticeMinutes,
  horizonDays: config.horizonDays,
  dailyCap: config.dailyCap,
});

/**
 * Tours as they count for this property. A tour at a property with a larger buffer counts as longer by the
 * difference, as it does for the database's constraint.
 */
export function toursSeenFrom({ config }: Offer, tours: readonly TourBlock[]) {
  const bufferMs = config.bufferMinutes * MINUTE_MS;
  return tours.map(({ blockedUntil, ...tour }) => ({
    ...tour,
    endsAt: Math.max(tour.endsAt, blockedUntil - bufferMs),
  }));
}
