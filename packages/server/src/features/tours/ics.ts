import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { LoadedTour } from './load-tour.ts';
import { eventTitle, postalAddress } from './wording.ts';

/** A calendar file for the prospect; its UID stays the same through every change. Pure. */
export function toIcs({ tour, property, config, agent }: LoadedTour, manageUrl: string): string {
  const calendar = ical({ prodId: '//LumaLeasing//Tours//EN', method: ICalCalendarMethod.PUBLISH });
  calendar.createEvent({
    id: `${tour.id}@lumaleasing`,
    sequence: Math.floor(tour.updatedAt / 1000) % 2 ** 31,
    status: tour.status === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    start: new Date(tour.startsAt),
    end: new Date(tour.endsAt),
    stamp: new Date(tour.updatedAt),
    summary: eventTitle(config.eventTitle, property.name),
    location: postalAddress(property.address),
    description: [`With ${agent.name}.`, property.directions, `Change or cancel: ${manageUrl}`]
      .filter(Boolean)
      .join('\n\n'),
    url: manageUrl,
  });
  return calendar.toString();
}
