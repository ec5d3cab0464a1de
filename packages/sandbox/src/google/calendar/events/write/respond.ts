import type { calendar_v3 } from '@googleapis/calendar';
import type { CalendarEvent } from '../../../../state/model.ts';
import { deleted, invalid } from '../../../errors.ts';
import { commit } from './commit.ts';
import type { EventContext } from './context.ts';
import { findEvent } from '../find-event.ts';

export interface Answer {
  email: string;
  response: 'accepted' | 'declined' | 'tentative' | 'needsAction';
  comment?: string | undefined;
}

/**
 * A guest answers the invitation. The event gets a new etag but keeps its sequence, because other guests need not be
 * told. One instance of a series can be answered alone.
 */
export function respond(context: EventContext, id: string, answer: Answer): CalendarEvent {
  const { world, calendar } = context;
  const { event } = findEvent(calendar, id);
  if (event.status === 'cancelled') throw deleted();
  const email = answer.email.trim().toLowerCase();
  const guests = event.attendees ?? [];
  if (!guests.some((guest) => guest.email === email)) {
    throw invalid(`${answer.email} is no guest of this event.`);
  }
  const attendees = guests.map((guest) =>
    guest.email === email ? answered(guest, answer) : guest,
  );
  return commit(world, calendar, { ...event, attendees });
}

function answered(
  guest: calendar_v3.Schema$EventAttendee,
  { response, comment }: Answer,
): calendar_v3.Schema$EventAttendee {
  const { comment: _before, ...rest } = guest;
  return { ...rest, responseStatus: response, ...(comment && { comment }) };
}
