import type { calendar_v3 } from '@googleapis/calendar';
import { z } from 'zod';
import { invalid, parseError } from '../../../errors.ts';

/** The fields that a client may write. Google ignores all others. */
export type EventInput = Pick<
  calendar_v3.Schema$Event,
  | 'id'
  | 'iCalUID'
  | 'status'
  | 'summary'
  | 'description'
  | 'location'
  | 'colorId'
  | 'start'
  | 'end'
  | 'recurrence'
  | 'transparency'
  | 'visibility'
  | 'attendees'
  | 'reminders'
  | 'extendedProperties'
  | 'source'
  | 'sequence'
  | 'guestsCanInviteOthers'
  | 'guestsCanModify'
  | 'guestsCanSeeOtherGuests'
>;

const text = z.string().nullable().exactOptional();
const flag = z.boolean().nullable().exactOptional();
const time = z.object({ date: text, dateTime: text, timeZone: text });
const properties = z.record(z.string(), z.string().nullable());

const attendee = z.object({
  email: text,
  displayName: text,
  optional: flag,
  responseStatus: z
    .enum(['needsAction', 'declined', 'tentative', 'accepted'])
    .nullable()
    .exactOptional(),
  comment: text,
  additionalGuests: z.number().int().min(0).nullable().exactOptional(),
  resource: flag,
});

const eventInput = z.object({
  id: text,
  iCalUID: text,
  status: z.enum(['confirmed', 'tentative', 'cancelled']).nullable().exactOptional(),
  summary: text,
  description: text,
  location: text,
  colorId: text,
  start: time.nullable().exactOptional(),
  end: time.nullable().exactOptional(),
  recurrence: z.array(z.string()).nullable().exactOptional(),
  transparency: z.enum(['opaque', 'transparent']).nullable().exactOptional(),
  visibility: z.enum(['default', 'public', 'private', 'confidential']).nullable().exactOptional(),
  attendees: z.array(attendee).nullable().exactOptional(),
  reminders: z
    .object({
      useDefault: z.boolean().exactOptional(),
      overrides: z
        .array(z.object({ method: text, minutes: z.number().nullable().exactOptional() }))
        .exactOptional(),
    })
    .nullable()
    .exactOptional(),
  extendedProperties: z
    .object({ private: properties.exactOptional(), shared: properties.exactOptional() })
    .nullable()
    .exactOptional(),
  source: z
    .object({ title: z.string().exactOptional(), url: z.string().exactOptional() })
    .nullable()
    .exactOptional(),
  sequence: z.number().int().nullable().exactOptional(),
  guestsCanInviteOthers: flag,
  guestsCanModify: flag,
  guestsCanSeeOtherGuests: flag,
});

/** A body as sent: an event, with nulls where a patch removes a field. */
export type EventPatch = z.infer<typeof eventInput>;

/** Reads the body of a write. The refusal of a wrong value names its field. */
export function readEventInput(body: unknown): EventPatch {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) throw parseError();
  const parsed = eventInput.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalid(`Invalid value for: ${issue?.path.join('.') ?? 'event'}`);
}
