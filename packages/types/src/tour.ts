import { z } from 'zod';
import { contactSchema } from './errors.ts';
import { addressSchema, tourTypeIdSchema } from './property.ts';
import {
  emailSchema,
  firstNameSchema,
  nameSchema,
  sentText,
  typedLine,
  typedText,
} from './text.ts';

export const tourStatuses = ['confirmed', 'completed', 'cancelled', 'no_show'] as const;
export const tourStatusSchema = z.enum(tourStatuses);
export type TourStatus = z.infer<typeof tourStatusSchema>;

/** What a provider's calendar is called in a history. */
export const calendarSources = ['google_calendar', 'microsoft_calendar', 'caldav'] as const;
export type CalendarSource = (typeof calendarSources)[number];

/** How a tour was cancelled or changed. */
export const viaSchema = z.enum([
  'widget',
  'hosted_page',
  'link',
  'dashboard',
  'admin',
  ...calendarSources,
  'system',
]);
export type Via = z.infer<typeof viaSchema>;

/** An instant: ISO 8601 with `Z` or an offset. */
export const instantSchema = z.iso.datetime({ offset: true });

/** `POST /api/lumaleasing/tours` */
export const bookTourSchema = z.object({
  startsAt: instantSchema,
  firstName: firstNameSchema,
  lastName: nameSchema.optional(),
  email: emailSchema,
  /** Any common spelling. Stored as E.164, an extension as in RFC 3966: `+13125550180;ext=42`. */
  phone: typedLine(40).optional(),
  specialRequests: typedText(2000).optional(),
  smsConsent: z.boolean().optional(),
  privacyConsent: z.boolean().optional(),
  /** `consent.version` of the config that the form was drawn from. */
  consentVersion: sentText(40).optional(),
  tourType: tourTypeIdSchema.optional(),
  agentId: z.uuid().optional(),
  /** BCP 47 tag of the visitor's language. */
  locale: sentText(35).optional(),
  /** Address of the page with the widget. */
  page: sentText(2000).optional(),
});
export type BookTour = z.input<typeof bookTourSchema>;

export const bookingSchema = z.object({
  id: z.string(),
  status: tourStatusSchema,
  tourType: tourTypeIdSchema,
  startsAt: z.string(),
  endsAt: z.string(),
  timezone: z.string(),
  agentName: z.string(),
  /** Link to change or cancel; whoever has it may do so. */
  manageUrl: z.string(),
  icsUrl: z.string(),
  /** Booked with a `pk_test_…` key. */
  test: z.boolean(),
});
export type Booking = z.infer<typeof bookingSchema>;

export const bookedSchema = z.object({ success: z.literal(true), booking: bookingSchema });
export type Booked = z.infer<typeof bookedSchema>;

/** `GET /api/lumaleasing/tours/manage/:token` with `Accept: application/json` */
export const managedTourSchema = z.object({
  success: z.literal(true),
  booking: bookingSchema,
  property: z.object({
    name: z.string(),
    address: addressSchema,
    contact: contactSchema,
  }),
  firstName: z.string(),
  /** False after the cut-off or the end of the tour. */
  changeable: z.boolean(),
  /** The cut-off: the prospect may change or cancel the tour until then. */
  changeableUntil: z.string(),
  /** Null unless the tour is cancelled. */
  cancelledVia: viaSchema.nullable(),
});
export type ManagedTour = z.infer<typeof managedTourSchema>;

/** Where the prospect made the request; kept in the tour's history. Default: the link. */
const prospectVia = viaSchema.extract(['widget', 'link']).optional();

/** `POST …/manage/:token/cancel`; a plain form sends no body. */
export const cancelSchema = z.object({ via: prospectVia });
export type Cancel = z.infer<typeof cancelSchema>;

/** `POST …/manage/:token/reschedule` */
export const rescheduleSchema = z.object({ startsAt: instantSchema, via: prospectVia });
export type Reschedule = z.infer<typeof rescheduleSchema>;
