/** The content of a tour's event in the agent's calendar [B3]. Pure. */
import type { TourStatus } from '@luma-leasing/types/tour';
import { fullName, spokenPhone } from '../../../lib/person.ts';
import type { EventDraft } from '../../calendars/provider.ts';
import type { LoadedTour } from '../../tours/load-tour.ts';
import { eventTitle, postalAddress } from '../../tours/tour-text.ts';
import { defangEmail, defangText } from './defang.ts';

const typeNames = { in_person: 'In person', self_guided: 'Self-guided', video: 'Video' };

const endings: Partial<Record<TourStatus, string>> = {
  completed: 'The tour took place.',
  no_show: 'The tour did not take place.',
};

export function eventDraft(loaded: LoadedTour, revision: number): EventDraft {
  const { tour, property, config } = loaded;
  // One line: a name with line breaks could imitate our lines below.
  const name = defangText(fullName(tour).replace(/\s+/g, ' '));
  const isWithheld = tour.invitation === 'withheld';
  const meetingUrl = config.tourTypes.find((type) => type.id === tour.tourType)?.meetingUrl;
  const lines = [
    endings[tour.status],
    `Prospect: ${name}`,
    `Email: ${defangEmail(tour.email)}`,
    tour.phone && `Phone: ${spokenPhone(tour.phone)}`,
    `Tour: ${typeNames[tour.tourType]}`,
    meetingUrl && `Meeting: ${meetingUrl}`,
    tour.unverified &&
      'Booked while this calendar could not be checked: please look for a conflict.',
    isWithheld &&
      'Not invited: many people who are new here booked at once. Add the guest if this one is real.',
    // Last: lines that the prospect typed never stand before ours.
    tour.specialRequests && `Requests: ${defangText(tour.specialRequests)}`,
  ];
  return {
    title: eventTitle(config.eventTitle, property.name),
    description: lines.filter(Boolean).join('\n'),
    location: postalAddress(property.address),
    startsAt: tour.startsAt,
    endsAt: tour.endsAt,
    allDay: false,
    revision,
    timezone: property.timezone,
    ...(isWithheld ? {} : { attendee: { email: tour.email, name } }),
    emailReminders: [24 * 60, 60],
  };
}
