import { eq } from 'drizzle-orm';
import { tourEvents } from '../../db/tables/tours.ts';
import type { OpenUnit } from '../../unit-of-work.ts';
import { queueMessage } from '../outbox/queue-message.ts';
import type { TourRow } from './present.ts';

/** News for a prospect about a change that they did not make. */
export type ProspectNews =
  | { kind: 'tour_moved'; details: { startsAt: string; offerOthers: boolean } }
  | { kind: 'tour_restored'; details: { offerOthers: boolean } }
  /** The agent has something else at the tour's time, but the tour stands. */
  | { kind: 'tour_in_conflict'; details: { offerOthers: true } }
  | { kind: 'tour_cancelled' | 'tour_reassigned'; details?: undefined };

/**
 * Queues a mail to the prospect in the transaction of the change, once for each change.
 * @param change a number that differs for each change of the tour.
 */
export async function notifyProspect(
  unit: OpenUnit,
  tour: TourRow,
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

/** `notifyProspect` for a change by the team, numbered by the event's revision: call it after `markEventPending`. */
export async function notifyProspectOfChange(
  unit: OpenUnit,
  tour: TourRow,
  news: ProspectNews,
): Promise<void> {
  const { tx } = unit;
  const [event] = await tx
    .select({ revision: tourEvents.revision })
    .from(tourEvents)
    .where(eq(tourEvents.tourId, tour.id));
  if (event) await notifyProspect(unit, tour, news, event.revision);
}
