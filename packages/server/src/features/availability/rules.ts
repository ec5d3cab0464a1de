import type { TourTypeId } from '@luma-leasing/types/property';
import type { Property, TourConfig } from './load-offer.ts';
import type { SlotRules } from './slots.ts';

/** How long a tour of this kind lasts here; undefined when the property does not offer it. */
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
