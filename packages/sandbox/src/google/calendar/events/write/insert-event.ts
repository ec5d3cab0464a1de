import { randomBytes } from 'node:crypto';
import { isoOf } from '../../../../clock.ts';
import { notifyGuests } from './notify-guests.ts';
import type { Calendar, CalendarEvent } from '../../../../state/model.ts';
import { duplicate, invalid } from '../../../errors.ts';
import { buildContent } from './build-event.ts';
import { commit } from './commit.ts';
import { eventLink, type EventContext } from './context.ts';
import type { EventPatch } from './event-input.ts';
import { withoutNullFields } from './merge-patch.ts';

/** Writes a new event. A chosen id stays taken, even after its event is deleted. */
export function insertEvent(context: EventContext, body: EventPatch): CalendarEvent {
  const { world, account, calendar } = context;
  const input = withoutNullFields(body);
  const wished = input.id ?? freeId(calendar);
  if (!/^[a-v0-9]{5,1024}$/.test(wished)) throw invalid('Invalid resource id value.');
  const content = buildContent(input, calendar);
  const id = isTaken(context, wished) ? freeId(calendar) : wished;
  const self = calendar.id === account;
  const event = commit(world, calendar, {
    ...content,
    id,
    htmlLink: eventLink(world, account, calendar.id, id),
    created: isoOf(world.clock.now()),
    creator: { email: account, ...(self && { self: true }) },
    organizer: {
      email: calendar.id,
      ...(!self && { displayName: calendar.summary }),
      self: true,
    },
    iCalUID: input.iCalUID ?? `${id}@google.com`,
    sequence: input.sequence ?? 0,
    eventType: 'default',
  });
  notifyGuests(context, 'invitation', event);
  return event;
}

/** Refuses a taken id. With the fault, a living event's id is accepted. */
function isTaken({ calendar, missDuplicate }: EventContext, id: string): boolean {
  const before = calendar.events.get(id);
  if (before === undefined) return false;
  if (missDuplicate !== true || before.event.status === 'cancelled') throw duplicate();
  return true;
}

function freeId(calendar: Calendar): string {
  for (;;) {
    const id = [...randomBytes(26)].map((byte) => (byte % 32).toString(32)).join('');
    if (!calendar.events.has(id)) return id;
  }
}
