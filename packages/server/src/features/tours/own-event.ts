/** Tells a tour's own event from others that name the tour, and where it last stood as far as we know. Pure. */
import type { AgreedTourEvent } from '../../db/tables/tours.ts';
import type { Interval } from '../../lib/interval.ts';
import type { RemoteEvent } from '../calendars/provider.ts';

/**
 * Whether an event is the tour's own. A second event of the tour, such as a copy by its agent, is not. If the tour is
 * not linked to an event yet, its own event has the id that we derived for it.
 */
export const isOwnEvent = (
  tour: { providerEventId: string | null; generation: number },
  event: RemoteEvent,
): boolean =>
  tour.providerEventId === null
    ? event.derivedId && event.ref?.generation === tour.generation
    : tour.providerEventId === (event.seriesId ?? event.eventId);

/**
 * The time that both sides started from: the agreed one, or that of our own later write without an answer. Without
 * this, our own write would look like a person's change. Null: there is none.
 */
export function baseTimeOf(
  { written }: Pick<RemoteEvent, 'written'>,
  agreed: AgreedTourEvent | null,
): Interval | null {
  const last = agreed?.stands ? agreed : null;
  return written && written.revision > (last?.revision ?? -1) ? written : last;
}
