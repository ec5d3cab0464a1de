import { z } from 'zod';
import { contactSchema } from './errors.ts';

export const tourTypeIds = ['in_person', 'self_guided', 'video'] as const;
export const tourTypeIdSchema = z.enum(tourTypeIds);
/** Not inferred by Zod, because the widget's published declarations contain it. */
export type TourTypeId = (typeof tourTypeIds)[number];

export const addressSchema = z.object({
  street: z.string(),
  city: z.string(),
  region: z.string(),
  postalCode: z.string(),
  country: z.string(),
});
export type Address = z.infer<typeof addressSchema>;

/** The widget's colours, by token (`--luma-…` without the prefix): `#rrggbb`, always with AA contrast. */
const paletteSchema = z.record(z.string(), z.string());
export const palettesSchema = z.object({ light: paletteSchema, dark: paletteSchema });
export type Palettes = z.infer<typeof palettesSchema>;

/** `GET /api/lumaleasing/palette?color=…`: for a site that sets a colour of its own. */
export const paletteQuerySchema = z.object({
  color: z.string().regex(/^#([\da-f]{3}|[\da-f]{6})$/i, 'A colour like #1d4ed8'),
});
export const paletteAnswerSchema = z.object({ success: z.literal(true), palettes: palettesSchema });
export type PaletteAnswer = z.infer<typeof paletteAnswerSchema>;

/** `GET /api/lumaleasing/config`: everything the widget needs to draw itself. Cacheable. */
export const widgetConfigSchema = z.object({
  success: z.literal(true),
  /** A `pk_test_…` key: bookings are practice. */
  testMode: z.boolean(),
  property: z.object({
    name: z.string(),
    slug: z.string(),
    /** IANA zone. All local times of the API are in it. */
    timezone: z.string(),
    address: addressSchema,
    contact: contactSchema,
    /** How to find the entrance and where to park. Plain text. */
    directions: z.string().nullable(),
    /** What to bring to a tour, one line each. */
    whatToBring: z.array(z.string()),
  }),
  tours: z.object({
    enabled: z.boolean(),
    horizonDays: z.number().int(),
    /** The first is the default. */
    types: z.array(
      z.object({
        id: tourTypeIdSchema,
        durationMinutes: z.number().int(),
      }),
    ),
  }),
  brand: z.object({
    /** `#rrggbb` */
    color: z.string(),
    /** Derived from the colour. */
    palettes: palettesSchema,
    /** First message of the chat; null: the widget's own words, in the visitor's language. */
    greeting: z.string().nullable(),
    /** The name that the chat uses. */
    assistantName: z.string().nullable(),
  }),
  consent: z.object({
    /** Stored with each consent. */
    version: z.string(),
    privacyUrl: z.string().nullable(),
    /** Whether the form offers SMS. */
    smsOffered: z.boolean(),
  }),
});
export type WidgetConfig = z.infer<typeof widgetConfigSchema>;
