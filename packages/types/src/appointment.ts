import { z } from 'zod';
import { typedLine, typedText } from './text.ts';
import { instantSchema } from './tour.ts';

export const appointmentKinds = ['meeting', 'signing', 'move_in', 'travel', 'other'] as const;
const kindSchema = z.enum(appointmentKinds);

const title = typedLine(200).refine((text) => text.length > 0, 'Required');
/** For whole days: a date, or any instant of it. The end is the day after the last day. */
const momentSchema = z.union([instantSchema, z.iso.date()]);

/** `POST /api/dashboard/appointments`. */
export const newAppointmentSchema = z.object({
  /** Id or slug. */
  property: z.string().max(200),
  agentId: z.uuid(),
  title,
  kind: kindSchema,
  startsAt: momentSchema,
  endsAt: momentSchema,
  allDay: z.boolean().optional(),
  location: typedLine(500).optional(),
  description: typedText(4000).optional(),
});
export type NewAppointment = z.infer<typeof newAppointmentSchema>;

/** `PATCH /api/dashboard/appointments/:id`: absent fields stay. A new start alone keeps the length. */
export const changeAppointmentSchema = newAppointmentSchema
  .omit({ property: true, agentId: true })
  .partial();
export type ChangeAppointment = z.infer<typeof changeAppointmentSchema>;

/** How far a change made here is written to the calendar. */
export const syncStatusSchema = z.enum(['pending', 'synced', 'failed']);

/** An event in an agent's calendar that is not a tour of ours. */
export const calendarEntrySchema = z.object({
  id: z.string(),
  agentId: z.string(),
  /** "Busy" where the team may not see the calendar's titles. */
  title: z.string(),
  location: z.string().nullable(),
  description: z.string().nullable(),
  /** The state of a change made here. */
  kind: kindSchema.nullable(),
  startsAt: z.string(),
  endsAt: z.string(),
  /** Only for events of whole days. The end is the day after the last day. */
  days: z.object({ from: z.iso.date(), to: z.iso.date() }).optional(),
  allDay: z.boolean(),
  busy: z.boolean(),
  /** Part of a series; a change applies to this instance only. */
  recurring: z.boolean(),
  /** Whether the account may write to its calendar. */
  editable: z.boolean(),
  syncStatus: syncStatusSchema,
  /** Why the last change made here is not yet in the calendar. */
  syncError: z.string().nullable(),
});
export type CalendarEntry = z.infer<typeof calendarEntrySchema>;

export const appointmentAnswerSchema = z.object({
  success: z.literal(true),
  appointment: calendarEntrySchema,
});
export type AppointmentAnswer = z.infer<typeof appointmentAnswerSchema>;
