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

/** What each provider's calendar is called where something was done in it. */
export const calendarSources = ['google_calendar', 'microsoft_calendar', 'caldav'] as const;
export type CalendarSource = (typeof calendarSources)[number];

/** Through what a tour was cancelled or changed. */
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
  /** Any common spelling; stored as E.164, an extension as in RFC 3966: `+13125550180;ext=42`. */
  phone: typedLine(40).optional(),
  specialRequests: typedText(2000).optional(),
  smsConsent: z.boolean().optional(),
  privacyConsent: z.boolean().optional(),
  /** `consent.version` of the config the boxes were drawn from. */
  consentVersion: sentText(40).optional(),
  tourType: tourTypeIdSchema.optional(),
  agentId: z.uuid().optional(),
  /** BCP 47 tag of the language the visitor reads. */
  locale: sentText(35).optional(),
  /** Address of the page the widget stands on. */
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
  /** Change or cancel; anyone who holds it may. */
  manageUrl: z.string(),
  icsUrl: z.string(),
  /** Made with a `pk_test_…` key. */
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
  /** False once the cut-off has passed or the tour is over. */
  changeable: z.boolean(),
  /** The cut-off: until then its prospect may change or cancel it. */
  changeableUntil: z.string(),
  /** Null while it is not cancelled. */
  cancelledVia: viaSchema.nullable(),
});
export type ManagedTour = z.infer<typeof managedTourSchema>;

/** Where a prospect's wish comes from; kept in the tour's history. Default: the link. */
const prospectVia = viaSchema.extract(['widget', 'link']).optional();

/** `POST …/manage/:token/cancel`; a plain form sends none. */
export const cancelSchema = z.object({ via: prospectVia });
export type Cancel = z.infer<typeof cancelSchema>;

/** `POST …/manage/:token/reschedule` */
export const rescheduleSchema = z.object({ startsAt: instantSchema, via: prospectVia });
export type Reschedule = z.infer<typeof rescheduleSchema>;
