import { z } from 'zod';
import { calendarEntrySchema, syncStatusSchema } from './appointment.ts';
import { tourTypeIdSchema } from './property.ts';
import { bookTourSchema, instantSchema, tourStatusSchema } from './tour.ts';

const agentSchema = z.object({ id: z.string(), name: z.string() });

/** A tour as the leasing team sees it. */
export const staffTourSchema = z.object({
  id: z.string(),
  status: tourStatusSchema,
  tourType: tourTypeIdSchema,
  startsAt: z.string(),
  endsAt: z.string(),
  /** The property's zone. */
  timezone: z.string(),
  agent: agentSchema,
  prospect: z.object({
    firstName: z.string(),
    /** Empty: a person with one name. */
    lastName: z.string(),
    email: z.string(),
    /** E.164, and an extension as in RFC 3966: `tel:` before it makes a link. */
    phone: z.string().nullable(),
  }),
  specialRequests: z.string().nullable(),
  /** Kept although it goes against hours, another tour or something busy. */
  conflictAccepted: z.boolean(),
  /** Booked while the calendar could not be asked. */
  unverified: z.boolean(),
  cancelledVia: z.string().nullable(),
  syncStatus: syncStatusSchema,
  syncError: z.string().nullable(),
  /** The prospect's answer to the calendar's invitation. */
  invite: z.enum(['pending', 'accepted', 'declined', 'tentative']),
  /** False: too many people who are new here booked in that hour, and the calendar did not write to this one. */
  invited: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type StaffTour = z.infer<typeof staffTourSchema>;

/** `GET /api/dashboard/calendar` */
export const calendarQuerySchema = z.object({
  /** Id or slug. */
  property: z.string().max(200),
  from: instantSchema,
  to: instantSchema,
});
export const calendarViewSchema = z.object({
  success: z.literal(true),
  timezone: z.string(),
  agents: z.array(agentSchema),
  tours: z.array(staffTourSchema),
  events: z.array(calendarEntrySchema),
  /** Tours that these agents give at other properties: times only. */
  elsewhere: z.array(z.object({ agentId: z.string(), startsAt: z.string(), endsAt: z.string() })),
});
export type CalendarView = z.infer<typeof calendarViewSchema>;

/** `GET /api/dashboard/tours`, by their start. */
export const toursQuerySchema = z.object({
  property: z.string().max(200),
  status: tourStatusSchema.optional(),
  agentId: z.uuid().optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  order: z.enum(['asc', 'desc']).optional(),
  /** Absent: 50. */
  limit: z.coerce.number().int().min(1).max(200).optional(),
  /** `next` of the page before. */
  after: z.string().max(200).optional(),
});
export type ToursQuery = z.infer<typeof toursQuerySchema>;

export const toursPageSchema = z.object({
  success: z.literal(true),
  tours: z.array(staffTourSchema),
  /** Null: there are no more. */
  next: z.string().nullable(),
});
export type ToursPage = z.infer<typeof toursPageSchema>;

export const staffTourAnswerSchema = z.object({ success: z.literal(true), tour: staffTourSchema });
export type StaffTourAnswer = z.infer<typeof staffTourAnswerSchema>;

/** What a person was told of a tour, or is still to be told. */
export const tourMessageSchema = z.object({
  kind: z.string(),
  recipient: z.string(),
  /** `failed`: given up. `dropped`: there was nothing to tell any more. */
  status: z.enum(['queued', 'sent', 'failed', 'dropped']),
  createdAt: z.string(),
  /** When it was sent, given up or dropped. */
  endedAt: z.string().nullable(),
  attempts: z.number().int(),
  /** While it is queued. */
  nextTryAt: z.string().nullable(),
  /** What the last attempt that failed brought. */
  error: z.string().nullable(),
  dropReason: z.string().nullable(),
});

/** `GET /api/dashboard/tours/:id` */
export const tourPageSchema = z.object({
  success: z.literal(true),
  tour: staffTourSchema,
  /** Oldest first. */
  history: z.array(
    z.object({
      at: z.string(),
      action: z.string(),
      /** The role of who did it. */
      actor: z.string(),
      /** The name of their account; null: they have none, or it is gone. */
      actorName: z.string().nullable(),
      via: z.string(),
      details: z.record(z.string(), z.unknown()),
    }),
  ),
  /** Oldest first. */
  messages: z.array(tourMessageSchema),
});
export type TourPage = z.infer<typeof tourPageSchema>;

/** Whatever hours, notice, other tours or the calendar say: managers only. */
const force = z.boolean().optional();

/** `POST /api/dashboard/tours`: somebody called. */
export const phoneTourSchema = bookTourSchema
  .omit({ privacyConsent: true, consentVersion: true, page: true })
  .extend({ property: z.string().max(200), force });
export type PhoneTour = z.infer<typeof phoneTourSchema>;

/** `POST /api/dashboard/tours/:id/reschedule` */
export const staffRescheduleSchema = z.object({
  startsAt: instantSchema,
  /** Absent: its agent where possible, else another. */
  agentId: z.uuid().optional(),
  force,
});
export type StaffReschedule = z.infer<typeof staffRescheduleSchema>;

/** `POST /api/dashboard/tours/:id/reassign` */
export const reassignSchema = z.object({ agentId: z.uuid(), force });
