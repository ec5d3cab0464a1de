import { z } from 'zod';

const clock = (pattern: RegExp) =>
  z.string().regex(pattern, {
    error: 'HH:MM in 24 hours',
    // Of what is no time nothing else is to be said.
    abort: true,
  });

/** Opening hours of a date, in the property's zone. `end` may be `24:00`. */
export const localRangeSchema = z
  .object({
    start: clock(/^([01]\d|2[0-3]):[0-5]\d$/),
    end: clock(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/),
  })
  .refine((range) => range.start < range.end, 'must end after it starts');
export type LocalRange = z.infer<typeof localRangeSchema>;

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** Those of one date. They may touch: the times offered begin anew with each. */
const ranges = z
  .array(localRangeSchema)
  .max(24)
  .superRefine((list, context) => {
    const sorted = list.toSorted((a, b) => (a.start < b.start ? -1 : 1));
    for (const [n, range] of sorted.slice(1).entries()) {
      const before = sorted[n]!;
      if (range.start < before.end)
        context.addIssue({
          code: 'custom',
          message: `${before.start}-${before.end} and ${range.start}-${range.end} overlap`,
        });
    }
  });

/** A weekday that is absent or empty is closed. */
export const weeklyHoursSchema = z.partialRecord(z.enum(weekdays), ranges);
export type WeeklyHours = z.infer<typeof weeklyHoursSchema>;

/** Replaces the weekly hours of one date. Without ranges, the property is closed. */
export const dateOverrideSchema = z.object({ date: z.iso.date(), ranges });
export type DateOverride = z.infer<typeof dateOverrideSchema>;
