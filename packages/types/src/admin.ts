/** `/api/admin`: what the operator's own programs send, and get. */
import { z } from 'zod';
import { dateOverrideSchema, weeklyHoursSchema } from './hours.ts';
import { roleSchema } from './member.ts';
import { isVisible } from './person-name.ts';
import { addressSchema } from './property.ts';
import { emailSchema, typedLine, typedText } from './text.ts';

/** What a PUT did. */
export const changeSchema = z.enum(['created', 'changed', 'unchanged']);
export type Change = z.infer<typeof changeSchema>;

export const slugSchema = z
  .string()
  .max(60)
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'Small letters and digits, with single hyphens between them: maple-court',
  );

const line = (max: number) => typedLine(max).refine(isVisible, 'This must not be empty');

/** Which page of a list. */
export const pageQuerySchema = z.object({
  after: z.string().max(254).optional().meta({ description: '`next` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(200).optional().meta({ description: 'Absent: 100.' }),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

export const nextSchema = z.string().nullable().meta({
  description: 'Where the next page begins: `after` of its request. Null: this is the last.',
});

/** An IANA name, spelled as the database of zones spells it. Another name of the same zone is as good. */
export const zoneSchema = z.string().transform((name, context) => {
  const known = /^[A-Za-z]/.test(name) ? canonicalZone(name) : undefined;
  if (known) return known;
  context.addIssue({
    code: 'custom',
    message: 'This is no time zone of the IANA database. One looks like America/Chicago',
  });
  return z.NEVER;
});

function canonicalZone(name: string): string | undefined {
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId;
  } catch {
    return undefined;
  }
}

/** From where a publishable key may be used, as browsers say it; with stars: see `isAllowedOrigin`. */
export const originSchema = z
  .string()
  .trim()
  .max(300)
  .transform((text, context) => {
    const origin = normalOrigin(text);
    if (origin !== undefined) return origin;
    context.addIssue({
      code: 'custom',
      message:
        'An origin is scheme and host, without a path: https://www.example.com, https://*.example.com or http://localhost:*',
    });
    return z.NEVER;
  });

function normalOrigin(text: string): string | undefined {
  const found = /^(https?):\/\/(\*\.)?(\[[^\]]*\]|[^/?#@:*\\\s]+)(?::(\d+|\*))?$/i.exec(text);
  if (!found) return undefined;
  const [, scheme = '', star = '', host = '', port = ''] = found;
  const url = URL.parse(
    `${scheme}://${star && 'x.'}${host}${port && port !== '*' ? `:${port}` : ''}`,
  );
  const name = star ? url?.hostname.slice(2) : url?.hostname;
  if (!url || !name || !(hostName.test(name) || /^\[.+\]$/.test(name))) return undefined;
  // Not a whole top level.
  if (star && !name.includes('.')) return undefined;
  const ofPort = port === '*' ? ':*' : url.port && `:${url.port}`;
  return `${scheme.toLowerCase()}://${star}${name}${ofPort}`;
}

const hostName = /^[a-z\d_]([a-z\d_-]*[a-z\d_])?(\.[a-z\d_]([a-z\d_-]*[a-z\d_])?)*$/;

/** `PUT /api/admin/organizations/{organization}` */
export const putOrganizationSchema = z.strictObject({ name: line(120) });

export const organizationSchema = z.object({
  slug: z.string(),
  name: z.string(),
  properties: z.number().int().meta({ description: 'How many it has.' }),
});

const minutes = (min: number, max: number) => z.number().int().min(min).max(max);
const cap = z.number().int().min(1).max(1000).nullable();

/** How tours are offered at a property, and how its widget looks. */
export const tourSettingsSchema = z
  .strictObject({
    toursEnabled: z.boolean(),
    tourDurationMinutes: minutes(5, 480),
    slotIntervalMinutes: minutes(5, 480).nullable(),
    bufferMinutes: minutes(0, 240),
    noticeMinutes: minutes(0, 20_160),
    horizonDays: z.number().int().min(1).max(90),
    dailyCap: cap,
    changeCutoffMinutes: minutes(0, 10_080),
    eventTitle: line(200),
    brandColor: z.string().regex(/^#[\da-f]{6}$/i, 'A colour like #1d4ed8'),
    greeting: typedText(500).nullable(),
    assistantName: line(60).nullable(),
    privacyUrl: z.url({ protocol: /^https?$/ }).nullable(),
  })
  .partial();

const propertyFields = z.strictObject({
  name: line(120),
  timezone: zoneSchema,
  contactName: line(120),
  contactPhone: line(60).nullable(),
  contactEmail: emailSchema.nullable(),
  directions: typedText(2000).nullable(),
  whatToBring: z.array(line(200)).max(20),
  hours: weeklyHoursSchema,
  overrides: z.array(dateOverrideSchema).max(400),
});

/** `PUT /api/admin/properties/{property}`: what is left out stays as it is. */
export const putPropertySchema = propertyFields.partial().extend({
  /** The organization's slug. Needed for a new property; an old one stays where it is. */
  organization: slugSchema.optional(),
  address: z
    .strictObject({
      street: line(200),
      city: line(120),
      region: typedLine(120),
      postalCode: typedLine(20),
      country: z
        .string()
        .toUpperCase()
        .regex(/^[A-Z]{2}$/, 'The two letters of a country: US'),
    })
    .partial()
    .optional(),
  settings: tourSettingsSchema.optional(),
});
export type PutProperty = z.infer<typeof putPropertySchema>;

/** A line of the list. */
export const propertyRowSchema = z.object({
  slug: z.string(),
  organization: z.string(),
  name: z.string(),
  timezone: z.string(),
});

export const propertySchema = propertyRowSchema.extend({
  address: addressSchema,
  contactName: z.string(),
  contactPhone: z.string().nullable(),
  contactEmail: z.string().nullable(),
  directions: z.string().nullable(),
  whatToBring: z.array(z.string()),
  hours: weeklyHoursSchema,
  overrides: z.array(dateOverrideSchema),
  settings: tourSettingsSchema.required(),
});
export type AdminProperty = z.infer<typeof propertySchema>;

/** `PUT /api/admin/properties/{property}/agents/{email}`: what is left out stays as it is. */
export const putAgentSchema = z
  .strictObject({
    name: line(120),
    /** When they show this property; null: in all its hours. */
    hours: weeklyHoursSchema.nullable(),
    overrides: z.array(dateOverrideSchema).max(400),
    dailyCap: cap,
  })
  .partial();
export type PutAgent = z.infer<typeof putAgentSchema>;

export const agentSchema = z.object({
  email: z.string().nullable().meta({ description: 'Of the front desk: null.' }),
  name: z.string(),
  /** False: shows it no more, and gives only the tours booked before. */
  active: z.boolean(),
  hours: weeklyHoursSchema.nullable(),
  overrides: z.array(dateOverrideSchema),
  dailyCap: z.number().int().nullable(),
  calendars: z.number().int().meta({ description: 'How many of theirs are connected.' }),
});
export type Agent = z.infer<typeof agentSchema>;

/** A short word for what a key is for: `website`. */
export const keyNameSchema = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Small letters and digits, with single hyphens: website');

/** `PUT /api/admin/properties/{property}/keys/{name}`: what is left out stays as it is. */
export const putKeySchema = z
  .strictObject({
    allowedOrigins: z
      .array(originSchema)
      .max(100)
      .transform((list) => [...new Set(list)]),
    /** A key for practice. Said when it is made; it stays so. */
    test: z.boolean(),
  })
  .partial();
export type PutKey = z.infer<typeof putKeySchema>;

export const keySchema = z.object({
  key: z.string(),
  name: z.string(),
  test: z.boolean(),
  allowedOrigins: z.array(z.string()),
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable().meta({ description: 'It works until then.' }),
});
export type Key = z.infer<typeof keySchema>;

/** `PUT /api/admin/properties/{property}/times/{date}`: all times by hand of that date. */
export const putTimesSchema = z.strictObject({
  /**
   * Whose times; null: the front desk's. Absent: the only agent's, or the front desk's where there is none, unless
   * somebody else has times on that date.
   */
  agent: emailSchema.nullable().optional(),
  /** On the property's clocks; none: nothing is offered by hand on that date. */
  times: z.array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM in 24 hours')).max(96),
});
export type PutTimes = z.infer<typeof putTimesSchema>;

/** `GET /api/admin/properties/{property}/times` */
export const timesQuerySchema = z.object({
  from: z.iso.date().optional().meta({ description: 'The first date; absent: today.' }),
  days: z.coerce.number().int().min(1).max(92).optional().meta({ description: 'Absent: 31.' }),
});
export type TimesQuery = z.infer<typeof timesQuerySchema>;

export const timesSchema = z.object({
  date: z.iso.date(),
  agent: z.string().nullable().meta({ description: 'Of the front desk: null.' }),
  times: z.array(z.string()),
});
export type Times = z.infer<typeof timesSchema>;

/** Narrower than anybody else's: better-auth signs in with no other. */
export const memberEmailSchema = emailSchema.pipe(z.email('Nobody can sign in with this address'));

/**
 * `PUT /api/admin/members/{email}`: an account for somebody who works for an organization. What is left out stays as it
 * is; somebody new needs an organization and a role.
 */
export const putMemberSchema = z
  .strictObject({
    /** The organization's slug. */
    organization: slugSchema,
    role: roleSchema,
    name: line(120),
    /** Of a manager: the slugs of the properties that they manage. */
    properties: z.array(slugSchema).max(1000),
  })
  .partial();
export type PutMember = z.infer<typeof putMemberSchema>;

export const memberSchema = z.object({
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  /** Null: all of the organization, or those that they show. */
  properties: z.array(z.string()).nullable(),
  hasPassword: z.boolean().meta({ description: 'False: they have yet to open their link.' }),
});
export type AdminMember = z.infer<typeof memberSchema>;
