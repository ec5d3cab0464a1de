import type { LoadedTour } from './load-tour.ts';
import { eventTitle, postalAddress } from './wording.ts';

/** A tour as it stands in the prospect's own calendar, whichever that is. */
export interface CalendarEntry {
  title: string;
  details: string;
  location: string;
  /** Epoch milliseconds. */
  startsAt: number;
  endsAt: number;
  /** The property's. */
  timezone: string;
}

export const calendarEntry = (
  { tour, property, config, agent }: LoadedTour,
  manageUrl: string,
): CalendarEntry => ({
  title: eventTitle(config.eventTitle, property.name),
  details: [`With ${agent.name}.`, property.directions, `Change or cancel: ${manageUrl}`]
    .filter(Boolean)
    .join('\n\n'),
  location: postalAddress(property.address),
  startsAt: tour.startsAt,
  endsAt: tour.endsAt,
  timezone: property.timezone,
});
