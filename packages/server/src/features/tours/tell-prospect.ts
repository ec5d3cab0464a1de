import { eq } from 'drizzle-orm';
import { tourEvents } from '../../db/tables/tours.ts';
import type { OpenUnit } from '../../unit-of-work.ts';
import { queueMessage } from '../outbox/queue-message.ts';
import type { Tour } from './present.ts';

/** What a prospect is told without having asked. */
export type ProspectNews =
  | { kind: 'tour_moved'; details: { startsAt: string; offerOthers: boolean } }
  | { kind: 'tour_restored'; details: { offerOthers: boolean } }
  /** The team has something else at its time, and keeps it all the same. */
  | { kind: 'tour_in_conflict'; details: { offerOthers: true } }
  | { kind: 'tour_cancelled' | 'tour_reassigned'; details?: undefined };

/**
 * Puts a message on its way, in the transaction that makes it true: once for each change.
 * @param change tells one change of the tour from the next.
 */
export async function tellProspect(
  unit: OpenUnit,
  tour: Tour,
  { kind, details }: ProspectNews,
  change: number,
): Promise<void> {
  if (tour.test) return;
  await queueMessage(unit, {
    kind,
    tourId: tour.id,
    recipient: tour.email,
    details: details ?? {},
    dedupeKey: `${kind}:${tour.id}:${change}`,
  });
}

/** The same of what the team did, once its event is due: the event's revision tells it from the next. */
export async function tellOfChange(unit: OpenUnit, tour: Tour, news: ProspectNews): Promise<void> {
  const { tx } = unit;
  const [event] = await tx
    .select({ revision: tourEvents.revision })
    .from(tourEvents)
    .where(eq(tourEvents.tourId, tour.id));
  if (event) await tellProspect(unit, tour, news, event.revision);
}
