import { z } from 'zod';
import { typedLine, typedText } from './text.ts';
import { instantSchema } from './tour.ts';

export const appointmentKinds = ['meeting', 'signing', 'move_in', 'travel', 'other'] as const;
const kindSchema = z.enum(appointmentKinds);

const title = typedLine(200).refine((text) => text.length > 0, 'Required');
/** Of whole days: the date, or any instant of it; an end is the day after the last. */
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

/** `PATCH /api/dashboard/appointments/:id`: what is absent stays. A start alone moves it, as long as it is. */
export const changeAppointmentSchema = newAppointmentSchema
  .omit({ property: true, agentId: true })
  .partial();
export type ChangeAppointment = z.infer<typeof changeAppointmentSchema>;

/** What the calendar has of a change made here. */
export const syncStatusSchema = z.enum(['pending', 'synced', 'failed']);

/** Anything in an agent's calendar that is no tour of ours. */
export const calendarEntrySchema = z.object({
  id: z.string(),
  agentId: z.string(),
  /** "Busy" where the calendar's titles are not shown. */
  title: z.string(),
  location: z.string().nullable(),
  description: z.string().nullable(),
  /** Of what was made here. */
  kind: kindSchema.nullable(),
  startsAt: z.string(),
  endsAt: z.string(),
  /** Of whole days; absent otherwise. The end is the day after the last. */
  days: z.object({ from: z.iso.date(), to: z.iso.date() }).optional(),
  allDay: z.boolean(),
  busy: z.boolean(),
  /** One of a series: a change is of this one alone. */
  recurring: z.boolean(),
  /** The account may write to its calendar. */
  editable: z.boolean(),
  syncStatus: syncStatusSchema,
  /** Why the last change made here is not, or not yet, in the calendar. */
  syncError: z.string().nullable(),
});
export type CalendarEntry = z.infer<typeof calendarEntrySchema>;

export const appointmentAnswerSchema = z.object({
  success: z.literal(true),
  appointment: calendarEntrySchema,
});
export type AppointmentAnswer = z.infer<typeof appointmentAnswerSchema>;
