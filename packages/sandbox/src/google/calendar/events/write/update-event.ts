import { notifyGuests } from './notify-guests.ts';
import type { CalendarEvent } from '../../../../state/model.ts';
import { invalid } from '../../../errors.ts';
import { isRecurring, occursAt } from '../../expand.ts';
import { instantOf } from '../../times.ts';
import { buildContent } from './build-event.ts';
import { commit } from './commit.ts';
import { eventLink, type EventContext } from './context.ts';
import type { EventInput, EventPatch } from './event-input.ts';
import { checkIfMatch, findEvent } from '../find-event.ts';
import { mergePatch, withoutNullFields } from './merge-patch.ts';

/** `events.patch`: changes the given fields. */
export function patchEvent(
  context: EventContext,
  id: string,
  patch: EventPatch,
  ifMatch?: string,
): CalendarEvent {
  const { event } = findEvent(context.calendar, id);
  checkIfMatch(event, ifMatch);
  return rewrite(context, event, mergePatch(event, patch));
}

/** `events.update` (PUT): the body is the whole event; a missing field is removed. */
export function replaceEvent(
  context: EventContext,
  id: string,
  body: EventPatch,
  ifMatch?: string,
): CalendarEvent {
  const { event } = findEvent(context.calendar, id);
  checkIfMatch(event, ifMatch);
  return rewrite(context, event, withoutNullFields(body));
}

function rewrite(context: EventContext, before: CalendarEvent, input: EventInput): CalendarEvent {
  const { world, account, calendar } = context;
  const content = buildContent(input, calendar);
  if (before.recurringEventId && content.recurrence) throw invalid('Invalid recurrence rule.');
  if (
    input.sequence !== undefined &&
    input.sequence !== null &&
    input.sequence < (before.sequence ?? 0)
  ) {
    throw invalid(
      'Invalid sequence value. The specified sequence number is below the current sequence number ' +
        'of the resource. Re-fetch the resource and use its sequence number on the following request.',
    );
  }
  const event = commit(world, calendar, {
    ...content,
    id: before.id,
    htmlLink: before.htmlLink ?? eventLink(world, account, calendar.id, before.id),
    ...keptFields(before),
    sequence: Math.max(input.sequence ?? 0, nextSequence(before, content)),
  });
  if (isRecurring(event) || isRecurring(before)) dropStrayExceptions(context, event);
  notifyGuests(context, event.status === 'cancelled' ? 'cancellation' : 'update', event);
  return event;
}

/** The fields that never change after the creation. */
function keptFields(before: CalendarEvent): Partial<CalendarEvent> {
  const { created, creator, organizer, iCalUID, eventType, recurringEventId, originalStartTime } =
    before;
  return {
    ...(created && { created }),
    ...(creator && { creator }),
    ...(organizer && { organizer }),
    ...(iCalUID && { iCalUID }),
    ...(eventType && { eventType }),
    ...(recurringEventId && { recurringEventId }),
    ...(originalStartTime && { originalStartTime }),
  };
}

/** Guests must answer again after a new time, rule, place or status, but not after a new title. */
function nextSequence(before: CalendarEvent, after: Partial<CalendarEvent>): number {
  const meaning = (event: Partial<CalendarEvent>) =>
    JSON.stringify([
      event.status,
      event.start && instantOf(event.start, 'UTC'),
      event.end && instantOf(event.end, 'UTC'),
      event.start?.date === undefined,
      event.recurrence ?? [],
      event.location ?? '',
    ]);
  const sequence = before.sequence ?? 0;
  return meaning(before) === meaning(after) ? sequence : sequence + 1;
}

/** Removes exceptions of occurrences that the changed series no longer has. */
function dropStrayExceptions({ world, calendar }: EventContext, master: CalendarEvent): void {
  for (const { event } of calendar.events.values()) {
    if (event.recurringEventId !== master.id || event.status === 'cancelled') continue;
    const original = instantOf(event.originalStartTime ?? event.start, 'UTC');
    if (!isRecurring(master) || !occursAt(master, original)) {
      commit(world, calendar, { ...event, status: 'cancelled' });
    }
  }
}
