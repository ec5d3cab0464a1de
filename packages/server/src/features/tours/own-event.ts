/** Which of the events that name a tour is the tour's own, and where it stood last as far as we know. Pure. */
import type { AgreedTourEvent } from '../../db/tables/tours.ts';
import type { RemoteEvent } from '../calendars/provider.ts';

export interface Time {
  startsAt: number;
  endsAt: number;
}

/**
 * A second event of a tour, such as a copy that its agent made, is none of its own. While the tour is not linked to its
 * event, the own one is known by the id that we derived for it.
 */
export const isOwnEvent = (
  tour: { providerEventId: string | null; generation: number },
  event: RemoteEvent,
): boolean =>
  tour.providerEventId === null
    ? event.derivedId && event.ref?.generation === tour.generation
    : tour.providerEventId === (event.seriesId ?? event.eventId);

/**
 * What both sides started from: the last agreement, or what we wrote since without hearing that it arrived. Without
 * this, a late write of our own would look like somebody's wish.
 */
export function baseOf(
  { written }: Pick<RemoteEvent, 'written'>,
  agreed: AgreedTourEvent | null,
): Time | null {
  const last = agreed?.stands ? agreed : null;
  return written && written.revision > (last?.revision ?? -1) ? written : last;
}

export const sameTime = (one: Time, other: Time): boolean =>
  one.startsAt === other.startsAt && one.endsAt === other.endsAt;
