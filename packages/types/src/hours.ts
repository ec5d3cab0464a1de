import { z } from 'zod';

const wallClock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM in 24 hours');

/** Opening hours of a date, in the property's zone. `end` may be `24:00`. */
export const localRangeSchema = z
  .object({ start: wallClock, end: z.union([wallClock, z.literal('24:00')]) })
  .refine((range) => range.start < range.end, 'must end after it starts');
export type LocalRange = z.infer<typeof localRangeSchema>;

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

const ranges = z.array(localRangeSchema);

/** A weekday that is absent or empty is closed. */
export const weeklyHoursSchema = z.partialRecord(z.enum(weekdays), ranges);
export type WeeklyHours = z.infer<typeof weeklyHoursSchema>;

/** Replaces the weekly hours of one date. Without ranges, the property is closed. */
export const dateOverrideSchema = z.object({ date: z.iso.date(), ranges });
export type DateOverride = z.infer<typeof dateOverrideSchema>;
