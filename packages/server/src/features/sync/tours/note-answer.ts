import { eq } from 'drizzle-orm';
import { tourEvents, tourBookings } from '../../../db/tables/tours.ts';
import type { OpenUnit } from '../../../unit-of-work.ts';
import type { InviteAnswer, RemoteEvent } from '../../calendars/provider.ts';
import { noteInTourHistory } from '../../tours/history.ts';
import { tellOfDeclination } from '../../tours/tell-agent.ts';
import { asItWas } from './load-target.ts';
import { byGuest, type TourComparison } from './tour-comparison.ts';

/** What the prospect answered to the invitation. What stood in an event that is gone counts no more. */
export const answerIn = (
  { loaded }: TourComparison,
  event: RemoteEvent | null,
): InviteAnswer | undefined =>
  event?.cancelled ? undefined : event?.answers[loaded.tour.email.toLowerCase()];

/**
 * What an answer is to the team, by the one before it. An answer that became `pending` was taken back by the provider,
 * which asks guests anew at another time: that is no news of theirs. Pure.
 */
export function answerNews(
  before: InviteAnswer,
  answer: InviteAnswer,
): 'guest_declined' | 'guest_reconsidered' | undefined {
  if (answer === before) return undefined;
  if (answer === 'declined') return 'guest_declined';
  return before === 'declined' && answer !== 'pending' ? 'guest_reconsidered' : undefined;
}

/**
 * Notes that a prospect has declined the calendar's invitation, and tells the agent, once [N4]. The tour stands, and its
 * time stays held: some decline an entry in a calendar and come all the same. Of several who read one answer, the first
 * to hold the row notes it; that row says the answer from then on, so that reading it again is no news.
 */
export async function noteAnswer(
  unit: OpenUnit,
  meeting: TourComparison,
  written: RemoteEvent | null,
): Promise<void> {
  const { event, loaded, began } = meeting;
  const { tour } = loaded;
  const answer = answerIn(meeting, written);
  const isToCome = tour.status === 'confirmed' && tour.endsAt > began;
  if (!written || !answer || !isToCome) return;
  if (answer !== 'declined' && event.invite !== 'declined') return;
  const before = await heldAnswer(unit, meeting);
  const news = before && answerNews(before, answer);
  if (!news) return;
  await noteInTourHistory(byGuest(unit, meeting), [tour.id], {
    action: news,
    ...(news === 'guest_reconsidered' ? { details: { answer } } : {}),
  });
  if (news === 'guest_declined')
    await tellOfDeclination(unit, loaded, `${event.revision}:${written.etag}`);
}

// The tour first, as everybody else who changes both.
async function heldAnswer({ tx }: OpenUnit, { event }: TourComparison) {
  await tx
    .select({ id: tourBookings.id })
    .from(tourBookings)
    .where(eq(tourBookings.id, event.tourId))
    .for('update');
  const [row] = await tx
    .select({ invite: tourEvents.invite })
    .from(tourEvents)
    .where(asItWas(event))
    .for('update');
  return row?.invite;
}
