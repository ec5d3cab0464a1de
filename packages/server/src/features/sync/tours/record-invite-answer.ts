import { eq } from 'drizzle-orm';
import { tourEvents, tourBookings } from '../../../db/tables/tours.ts';
import type { OpenUnit } from '../../../unit-of-work.ts';
import type { InviteAnswer, RemoteEvent } from '../../calendars/provider.ts';
import { noteInTourHistory } from '../../tours/history.ts';
import { notifyAgentOfDeclination } from '../../tours/notify-agent.ts';
import { isUnchangedSinceLoaded } from './load-target.ts';
import { type TourComparison, unitOfInvitedProspect } from './tour-comparison.ts';

/** The prospect's answer to the invitation. The answer in a deleted event does not count. */
export const inviteAnswerIn = (
  { loaded }: TourComparison,
  event: RemoteEvent | null,
): InviteAnswer | undefined =>
  event?.cancelled ? undefined : event?.answers[loaded.tour.email.toLowerCase()];

/**
 * Whether a changed answer is news for the team. `pending` is none: the provider resets the answers when an event
 * moves, since it asks the guests anew. Pure.
 */
export function inviteAnswerNews(
  before: InviteAnswer,
  answer: InviteAnswer,
): 'guest_declined' | 'guest_reconsidered' | undefined {
  if (answer === before) return undefined;
  if (answer === 'declined') return 'guest_declined';
  return before === 'declined' && answer !== 'pending' ? 'guest_reconsidered' : undefined;
}

/**
 * Notes that a prospect has declined the calendar's invitation, and tells the agent once [N4]. The tour and its time
 * stay: some prospects decline a calendar entry and come all the same. If several jobs read one answer, the first
 * one to lock the row notes it; the others then find the answer in the row.
 */
export async function recordInviteAnswer(
  unit: OpenUnit,
  comparison: TourComparison,
  written: RemoteEvent | null,
): Promise<void> {
  const { event, loaded, began } = comparison;
  const { tour } = loaded;
  const answer = inviteAnswerIn(comparison, written);
  const isToCome = tour.status === 'confirmed' && tour.endsAt > began;
  if (!written || !answer || !isToCome) return;
  if (answer !== 'declined' && event.invite !== 'declined') return;
  const before = await heldAnswer(unit, comparison);
  const news = before && inviteAnswerNews(before, answer);
  if (!news) return;
  await noteInTourHistory(unitOfInvitedProspect(unit, comparison), [tour.id], {
    action: news,
    ...(news === 'guest_reconsidered' ? { details: { answer } } : {}),
  });
  if (news === 'guest_declined')
    await notifyAgentOfDeclination(unit, loaded, `${event.revision}:${written.etag}`);
}

// Every transaction that changes both rows locks the tour first: no deadlocks.
async function heldAnswer({ tx }: OpenUnit, { event }: TourComparison) {
  await tx
    .select({ id: tourBookings.id })
    .from(tourBookings)
    .where(eq(tourBookings.id, event.tourId))
    .for('update');
  const [row] = await tx
    .select({ invite: tourEvents.invite })
    .from(tourEvents)
    .where(isUnchangedSinceLoaded(event))
    .for('update');
  return row?.invite;
}
