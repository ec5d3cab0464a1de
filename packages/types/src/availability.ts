import { z } from 'zod';
import { tourTypeIdSchema } from './property.ts';

/** `YYYY-MM-DD` that exists in the calendar. */
export const localDateSchema = z.iso.date();

export const availabilityQuerySchema = z.object({
  /** First date, in the property's zone. Default: today there. */
  from: localDateSchema.optional(),
  /** How many dates. Default: the whole booking horizon. */
  days: z.coerce.number().int().min(1).max(92).optional(),
  tourType: tourTypeIdSchema.optional(),
});
export type AvailabilityQuery = z.infer<typeof availabilityQuerySchema>;

export const slotSchema = z.object({
  /** The property's wall clock, `HH:MM` in 24 hours. */
  time: z.string(),
  available: z.boolean(),
  /** Instant, ISO 8601 in UTC: what a booking is made with. */
  startsAt: z.string(),
});
export type Slot = z.infer<typeof slotSchema>;

/**
 * Where the answer comes from, the worst agent's: `synced` (the mirror, at most 10 min old), `live` (the
 * calendars were asked), `stale` (the mirror, up to 24 h old), `manual` (times a manager entered).
 */
export const availabilitySources = ['synced', 'live', 'stale', 'manual'] as const;
export type AvailabilitySource = (typeof availabilitySources)[number];

export const availabilitySchema = z.object({
  success: z.literal(true),
  /** Dates with at least one free time, ascending. */
  availableDates: z.array(z.string()),
  /** Every time of those dates, free or not, ascending. */
  slotsByDate: z.record(z.string(), z.array(slotSchema)),
  timezone: z.string(),
  /** Minutes. */
  tourDuration: z.number().int(),
  source: z.enum(availabilitySources),
  /** The moment the oldest part of the answer was true. ISO 8601 in UTC. */
  asOf: z.string(),
});
export type Availability = z.infer<typeof availabilitySchema>;
