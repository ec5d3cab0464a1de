import type { calendar_v3 } from '@googleapis/calendar';
import { CalendarError, type EventDraft, type EventRef, type RemoteEvent } from '../provider.ts';

/** Google lets the client choose: `a`–`v` and digits. An id stays taken after a deletion, hence the generation. */
export const eventId = ({ tourId, generation }: EventRef): string =>
  `luma${tourId.replaceAll('-', '')}g${generation}`;

const tourKey = 'lumaTourId';
const generationKey = 'lumaGeneration';

export function toGoogleEvent(draft: EventDraft): calendar_v3.Schema$Event {
  return {
    summary: draft.title,
    description: draft.description,
    location: draft.location,
    start: { dateTime: draft.startsAt, timeZone: draft.timezone },
    end: { dateTime: draft.endsAt, timeZone: draft.timezone },
    attendees: [{ email: draft.attendee.email, displayName: draft.attendee.name }],
    reminders: {
      useDefault: false,
      overrides: draft.emailReminders.map((minutes) => ({ method: 'email', minutes })),
    },
    extendedProperties: {
      private: {
        [tourKey]: draft.ref.tourId,
        [generationKey]: String(draft.ref.generation),
      },
    },
  };
}

/** @param timezone the calendar's: the days of an all-day event are days there. */
export function fromGoogleEvent(event: calendar_v3.Schema$Event, timezone: string): RemoteEvent {
  const cancelled = event.status === 'cancelled';
  const declined = event.attendees?.some((one) => one.self && one.responseStatus === 'declined');
  return {
    eventId: text(event.id, 'id'),
    etag: event.etag ?? '',
    startsAt: toInstant(event.start ?? event.originalStartTime, timezone),
    endsAt: toInstant(event.end ?? event.originalStartTime, timezone),
    cancelled,
    busy: !cancelled && !declined && event.transparency !== 'transparent',
    ref: refOf(event),
  };
}

function refOf(event: calendar_v3.Schema$Event): EventRef | null {
  const ours = event.extendedProperties?.private;
  const tourId = ours?.[tourKey];
  return tourId ? { tourId, generation: Number(ours[generationKey] ?? 0) } : null;
}

function toInstant(at: calendar_v3.Schema$EventDateTime | undefined, timezone: string): string {
  if (at?.dateTime) return Temporal.Instant.from(at.dateTime).toString();
  const date = Temporal.PlainDate.from(text(at?.date ?? undefined, 'start'));
  return date.toZonedDateTime(timezone).toInstant().toString();
}

function text(value: string | null | undefined, field: string): string {
  if (!value) throw new CalendarError('rejected', `Google sent an event without ${field}`);
  return value;
}
