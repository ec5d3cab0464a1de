import { z } from 'zod';
import { calendarEntrySchema, syncStatusSchema } from './appointment.ts';
import { tourTypeIdSchema } from './property.ts';
import { bookTourSchema, instantSchema, tourStatusSchema } from './tour.ts';

const agentSchema = z.object({ id: z.string(), name: z.string() });

/** A tour as the leasing team sees it. */
export const teamTourSchema = z.object({
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
    /** Empty for a person with one name. */
    lastName: z.string(),
    email: z.string(),
    /** E.164, with an extension as in RFC 3966. `tel:` before it makes a link. */
    phone: z.string().nullable(),
  }),
  specialRequests: z.string().nullable(),
  /** Kept although it collides with hours, another tour or an event. */
  conflictAccepted: z.boolean(),
  /** Booked while the calendar could not be asked. */
  unverified: z.boolean(),
  cancelledVia: z.string().nullable(),
  syncStatus: syncStatusSchema,
  syncError: z.string().nullable(),
  /** The prospect's answer to the calendar's invitation. */
  invite: z.enum(['pending', 'accepted', 'declined', 'tentative']),
  /** False: too many new people booked in that hour, so the calendar sent no invitation to this one. */
  invited: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type TeamTour = z.infer<typeof teamTourSchema>;

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
  tours: z.array(teamTourSchema),
  events: z.array(calendarEntrySchema),
  /** Times of the tours that these agents give at other properties. */
  elsewhere: z.array(z.object({ agentId: z.string(), startsAt: z.string(), endsAt: z.string() })),
});
export type CalendarView = z.infer<typeof calendarViewSchema>;

/** `GET /api/dashboard/tours`, sorted by start. */
export const toursQuerySchema = z.object({
  property: z.string().max(200),
  status: tourStatusSchema.optional(),
  agentId: z.uuid().optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  order: z.enum(['asc', 'desc']).optional(),
  /** Default: 50. */
  limit: z.coerce.number().int().min(1).max(200).optional(),
  /** `next` of the previous page. */
  after: z.string().max(200).optional(),
});
export type ToursQuery = z.infer<typeof toursQuerySchema>;

export const toursPageSchema = z.object({
  success: z.literal(true),
  tours: z.array(teamTourSchema),
  /** Null: this is the last page. */
  next: z.string().nullable(),
});
export type ToursPage = z.infer<typeof toursPageSchema>;

export const teamTourAnswerSchema = z.object({ success: z.literal(true), tour: teamTourSchema });
export type TeamTourAnswer = z.infer<typeof teamTourAnswerSchema>;

/** A message to a person about a tour, sent or not. */
export const tourMessageSchema = z.object({
  kind: z.string(),
  recipient: z.string(),
  /** `failed`: we gave up. `dropped`: there was nothing left to tell. */
  status: z.enum(['queued', 'sent', 'failed', 'dropped']),
  createdAt: z.string(),
  /** When the message was sent, given up or dropped. */
  endedAt: z.string().nullable(),
  attempts: z.number().int(),
  /** Only while the message is queued. */
  nextTryAt: z.string().nullable(),
  /** Why the last attempt failed. `unreachable`: no mail server answered, or something else went wrong. */
  error: z.enum(['address_refused', 'mail_server_refused', 'unreachable']).nullable(),
  dropReason: z.string().nullable(),
});

/** `GET /api/dashboard/tours/:id` */
export const tourPageSchema = z.object({
  success: z.literal(true),
  tour: teamTourSchema,
  /** Oldest first. */
  history: z.array(
    z.object({
      at: z.string(),
      action: z.string(),
      /** The actor's role. */
      actor: z.string(),
      /** The name of the actor's account; null if there is none. */
      actorName: z.string().nullable(),
      via: z.string(),
      details: z.record(z.string(), z.unknown()),
    }),
  ),
  /** Oldest first. */
  messages: z.array(tourMessageSchema),
});
export type TourPage = z.infer<typeof tourPageSchema>;

/** Ignores hours, notice, other tours and the calendar; for managers only. */
const force = z.boolean().optional();

/** `POST /api/dashboard/tours`: a tour that was agreed on the phone. */
export const phoneTourSchema = bookTourSchema
  .omit({ privacyConsent: true, consentVersion: true, page: true })
  .extend({ property: z.string().max(200), force });
export type PhoneTour = z.infer<typeof phoneTourSchema>;

/** `POST /api/dashboard/tours/:id/reschedule` */
export const teamRescheduleSchema = z.object({
  startsAt: instantSchema,
  /** Default: the same agent if possible, else another. */
  agentId: z.uuid().optional(),
  force,
});
export type TeamReschedule = z.infer<typeof teamRescheduleSchema>;

/** `POST /api/dashboard/tours/:id/reassign` */
export const reassignSchema = z.object({ agentId: z.uuid(), force });
