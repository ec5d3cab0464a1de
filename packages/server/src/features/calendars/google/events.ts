import type { calendar_v3 } from '@googleapis/calendar';
import { normalEmail } from '@luma-leasing/types/email-address';
import { newId } from '../../../lib/ids.ts';
import { dateText, instantText, parseInstant } from '../../../lib/iso.ts';
import { zoneOf } from '../../../lib/zone.ts';
import {
  CalendarError,
  type EventDraft,
  type EventRef,
  type InviteAnswer,
  type RemoteEvent,
  type WrittenMark,
} from '../provider.ts';

/** Google lets the client choose the id: `a`–`v` and digits. Deleted ids stay taken, so each has a generation. */
export const eventId = ({ kind, id, generation }: EventRef): string =>
  `luma${kind === 'tour' ? '' : 'a'}${id.replaceAll('-', '')}g${generation}`;

const keys = { tour: 'lumaTourId', appointment: 'lumaAppointmentId' } as const;
const generationKey = 'lumaGeneration';
const writtenKey = 'lumaWritten';
const insertionKey = 'lumaInsertion';

/** The UID that Google gives an event whose id the client chose. */
export const icalUid = (eventId: string): string => `${eventId}@google.com`;

/** The id of the first instance of a series, whatever became of the instance; undefined: the event is no series. */
export function firstDateId(event: calendar_v3.Schema$Event): string | undefined {
  const { id, start, status, recurrence } = event;
  if (status === 'cancelled' || !recurrence?.length || !id) return undefined;
  const at = start?.dateTime ? Temporal.Instant.from(start.dateTime).toString() : start?.date;
  return at ? `${id}_${at.replaceAll(/[-:]/g, '')}` : undefined;
}

/** @param ref given on creation only: later writes leave it and the guests, whom the agent may have changed, alone. */
export function toGoogleEvent(draft: EventDraft, ref?: EventRef): calendar_v3.Schema$Event {
  return {
    summary: draft.title,
    description: draft.description,
    location: draft.location,
    start: moment(draft, draft.startsAt),
    end: moment(draft, draft.endsAt),
    ...(ref && draft.attendee
      ? { attendees: [{ email: draft.attendee.email, displayName: draft.attendee.name }] }
      : {}),
    ...(draft.emailReminders
      ? {
          reminders: {
            useDefault: false,
            overrides: draft.emailReminders.map((minutes) => ({ method: 'email', minutes })),
          },
        }
      : {}),
    extendedProperties: {
      private: {
        ...(ref
          ? {
              [keys[ref.kind]]: ref.id,
              [generationKey]: String(ref.generation),
              [insertionKey]: newId(),
            }
          : {}),
        [writtenKey]: [draft.revision, ...[draft.startsAt, draft.endsAt].map(instantText)].join(
          ' ',
        ),
      },
    },
  };
}

// The other form of time is set to null, since a patch leaves absent fields as they were.
function moment(
  { allDay, timezone }: EventDraft,
  instant: number,
): calendar_v3.Schema$EventDateTime {
  if (!allDay) return { dateTime: instantText(instant), timeZone: timezone, date: null };
  const date = dateText(zoneOf(timezone).dayAt(instant));
  return { date, dateTime: null, timeZone: null };
}

const responses: Record<string, InviteAnswer> = {
  accepted: 'accepted',
  declined: 'declined',
  tentative: 'tentative',
};

/** @param timezone the calendar's zone: that of the days of an all-day event. */
export function fromGoogleEvent(event: calendar_v3.Schema$Event, timezone: string): RemoteEvent {
  const cancelled = event.status === 'cancelled';
  const declined = event.attendees?.some((one) => one.self && one.responseStatus === 'declined');
  const at = (moment: calendar_v3.Schema$EventDateTime | undefined) =>
    cancelled ? 0 : toInstant(moment, timezone);
  const ref = refOf(event);
  return {
    eventId: text(event.id, 'id'),
    seriesId: event.recurringEventId ?? null,
    etag: event.etag ?? '',
    startsAt: at(event.start),
    endsAt: at(event.end),
    allDay: Boolean(event.start?.date),
    cancelled,
    busy: !cancelled && !declined && event.transparency !== 'transparent',
    title: legible(event.summary),
    description: legible(event.description),
    location: legible(event.location),
    private: event.visibility === 'private' || event.visibility === 'confidential',
    updatedAt: event.updated ? Date.parse(event.updated) : null,
    answers: Object.fromEntries(
      (event.attendees ?? []).map((one) => [
        comparable(one.email ?? ''),
        responses[one.responseStatus ?? ''] ?? 'pending',
      ]),
    ),
    ref,
    written: writtenOf(event),
    insertionId: event.extendedProperties?.private?.[insertionKey] ?? null,
    derivedId: ref !== null && (event.recurringEventId ?? event.id) === eventId(ref),
  };
}

function writtenOf(event: calendar_v3.Schema$Event): WrittenMark | null {
  const mark = event.extendedProperties?.private?.[writtenKey];
  const [revision, startsAt, endsAt] = mark?.split(' ') ?? [];
  if (!revision || !startsAt || !endsAt) return null;
  return {
    revision: Number(revision),
    startsAt: parseInstant(startsAt),
    endsAt: parseInstant(endsAt),
  };
}

// A deleted event may have nothing left but its id, which is derived from its tour or appointment.
const ourId = /^luma(a?)([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})g(\d+)$/;

function refOf(event: calendar_v3.Schema$Event): EventRef | null {
  const ours = event.extendedProperties?.private;
  for (const kind of ['tour', 'appointment'] as const) {
    const id = ours?.[keys[kind]];
    if (id) return { kind, id, generation: Number(ours[generationKey] ?? 0) };
  }
  // A guest's copy of an event has the same id, but is no tour of the guest's. So the id counts only if it is deleted.
  if (event.status !== 'cancelled') return null;
  const [, a, ...parts] = ourId.exec(event.recurringEventId ?? event.id ?? '') ?? [];
  const generation = parts.pop();
  if (generation === undefined) return null;
  return { kind: a ? 'appointment' : 'tour', id: parts.join('-'), generation: Number(generation) };
}

function toInstant(at: calendar_v3.Schema$EventDateTime | undefined, timezone: string): number {
  if (!at?.dateTime && !at?.date) throw unreadable('Google sent an event without start or end');
  try {
    if (at.dateTime) return parseInstant(at.dateTime);
    return Temporal.PlainDate.from(at.date!).toZonedDateTime(timezone).epochMilliseconds;
  } catch (cause) {
    throw unreadable('Google sent an event with a time that is none', { cause });
  }
}

// The words say that the event exists: a person who believed it missing would create a second one.
const unreadable = (message: string, options: ErrorOptions = {}) =>
  new CalendarError('rejected', message, {
    ...options,
    words:
      'Its event is in the calendar, but we cannot read when it is. Please set its start and its end there again.',
  });

// We write a domain in ASCII (punycode); Google may answer with its letters.
const comparable = (email: string): string => normalEmail(email) ?? email.toLowerCase();

// Postgres refuses NUL and half a surrogate pair.
const legible = (words: string | null | undefined): string =>
  (words ?? '').replaceAll('\0', '').toWellFormed();

function text(value: string | null | undefined, field: string): string {
  if (!value) throw new CalendarError('rejected', `Google sent an event without ${field}`);
  return value;
}
