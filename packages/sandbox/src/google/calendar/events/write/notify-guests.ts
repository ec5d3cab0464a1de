import { randomUUID } from 'node:crypto';
import { isoOf } from '../../../../clock.ts';
import type { EventContext } from './context.ts';
import { spanOf } from '../../times.ts';
import type { Calendar, CalendarEvent } from '../../../../state/model.ts';

const KEPT = 1000;

const SUBJECTS = {
  invitation: 'Invitation',
  update: 'Updated invitation',
  cancellation: 'Canceled event',
} as const;

/** Writes the mails that Google would send to guests, so that the effect of `sendUpdates` can be seen. */
export function notifyGuests(
  { world, calendar, account, sendUpdates }: EventContext,
  kind: keyof typeof SUBJECTS,
  event: CalendarEvent,
): void {
  const { accounts, mail } = world.store.state;
  const guests = (event.attendees ?? [])
    .map((attendee) => attendee.email ?? '')
    .filter((email) => email !== calendar.id)
    .filter((email) => sendUpdates === 'all' || !accounts.has(email));
  if (sendUpdates === 'none' || guests.length === 0) return;
  const when = describeTime(event, calendar);
  for (const to of guests) {
    mail.push({
      id: randomUUID(),
      at: isoOf(world.clock.now()),
      source: 'google-calendar',
      from: account,
      to,
      subject: `${SUBJECTS[kind]}: ${event.summary ?? '(No title)'} @ ${when}`,
      text: [event.summary, when, event.location, event.description]
        .filter((line) => line)
        .join('\n\n'),
    });
  }
  mail.splice(0, Math.max(0, mail.length - KEPT));
  world.store.changed();
}

function describeTime(event: CalendarEvent, calendar: Calendar): string {
  const allDay = event.start.date !== undefined;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: calendar.timeZone,
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    year: 'numeric',
    ...(!allDay && { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }),
  });
  return format.format(spanOf(event, calendar.timeZone).start);
}
