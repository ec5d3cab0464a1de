import { z } from 'zod';
import { tourTypeIdSchema } from './property.ts';

/** A `YYYY-MM-DD` date that exists. */
export const localDateSchema = z.iso.date();

export const availabilityQuerySchema = z.object({
  /** First date, in the property's zone. Default: the property's today. */
  from: localDateSchema.optional(),
  /** Number of dates. Default: the whole booking horizon. */
  days: z.coerce.number().int().min(1).max(92).optional(),
  tourType: tourTypeIdSchema.optional(),
});
export type AvailabilityQuery = z.infer<typeof availabilityQuerySchema>;

export const slotSchema = z.object({
  /** Time in the property's zone, `HH:MM`, 24 hours. */
  time: z.string(),
  available: z.boolean(),
  /** Instant, ISO 8601 in UTC. A booking is made with it. */
  startsAt: z.string(),
});
export type Slot = z.infer<typeof slotSchema>;

/**
 * The source of the worst agent's answer: `synced` (the mirror, at most 10 minutes old), `live` (the calendars were
 * asked), `stale` (the mirror, up to 24 hours old) or `manual` (times that a manager entered).
 */
export const availabilitySources = ['synced', 'live', 'stale', 'manual'] as const;
export type AvailabilitySource = (typeof availabilitySources)[number];

export const availabilitySchema = z.object({
  success: z.literal(true),
  /** Dates with at least one free time, ascending. */
  availableDates: z.array(z.string()),
  /** All times of those dates, free or not, ascending. */
  slotsByDate: z.record(z.string(), z.array(slotSchema)),
  timezone: z.string(),
  /** Minutes. */
  tourDuration: z.number().int(),
  source: z.enum(availabilitySources),
  /** Since when the oldest part of the answer is known. ISO 8601 in UTC. */
  asOf: z.string(),
});
export type Availability = z.infer<typeof availabilitySchema>;
