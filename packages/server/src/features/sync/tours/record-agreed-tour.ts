import { eq } from 'drizzle-orm';
import { type AgreedTourEvent, tourEvents, tourBookings } from '../../../db/tables/tours.ts';
import { instantText } from '../../../lib/iso.ts';
import { transact } from '../../../unit-of-work.ts';
import type { RemoteEvent } from '../../calendars/provider.ts';
import { noteInTourHistory } from '../../tours/history.ts';
import { spokenTime } from '../../tours/tour-text.ts';
import type { LeftEventReason, TourAction } from './decide-tour.ts';
import { isUnchangedSinceLoaded } from './load-target.ts';
import { inviteAnswerIn, recordInviteAnswer } from './record-invite-answer.ts';
import { logSync } from '../sync-log.ts';
import {
  agreedStateOf,
  type TourComparison,
  tourLogEntry,
  unitOfCalendar,
} from './tour-comparison.ts';

/**
 * Stores the agreed state.
 * @returns false if tour and event must be compared again: the tour has changed meanwhile, or somebody of the team has
 *   added a prospect whose invitation we had withheld.
 */
export async function recordAgreedTour(
  comparison: TourComparison,
  action: TourAction,
  written: RemoteEvent | null,
): Promise<boolean> {
  const { target, event, loaded } = comparison;
  const agreed = agreedStateOf(comparison, written);
  const leftReason = action.do === 'settle' ? action.left : undefined;
  const invited = loaded.tour.invitation === 'withheld' && agreed.stands && !agreed.uninvited;
  const settled = await transact(comparison.unit, async (unit) => {
    const { ctx, tx } = unit;
    await recordInviteAnswer(unit, comparison, written);
    const marked = await tx
      .update(tourEvents)
      .set({
        agentCalendarId: target.agentCalendarId,
        // If somebody made the event a series, the series has its id and the instances have others.
        providerEventId: written?.seriesId ?? written?.eventId ?? event.providerEventId,
        etag: written?.etag ?? event.etag,
        agreed,
        elsewhere: null,
        invite: inviteAnswerIn(comparison, written) ?? event.invite,
        syncStatus: 'synced',
        lastError: leftReason ? leftWords(comparison, agreed)[leftReason] : null,
        syncedAt: ctx.clock.now(),
      })
      .where(isUnchangedSinceLoaded(event))
      .returning({ tourId: tourEvents.tourId });
    if (marked.length > 0 && action.do === 'settle' && action.guest)
      await noteInTourHistory(unitOfCalendar(unit, comparison), [event.tourId], {
        action: `guest_${action.guest}`,
      });
    if (marked.length > 0 && leftReason && event.agreed?.startsAt !== agreed.startsAt)
      await noteInTourHistory(unitOfCalendar(unit, comparison), [event.tourId], {
        action: 'event_left',
        details: { why: leftReason, eventAt: instantText(agreed.startsAt) },
      });
    if (marked.length > 0 && invited)
      await tx
        .update(tourBookings)
        .set({ invitation: 'known' })
        .where(eq(tourBookings.id, event.tourId));
    if (action.do !== 'settle') await logSync(unit, tourLogEntry(comparison, action));
    return marked.length > 0;
  });
  if (!settled) await takeBack(comparison, written);
  return settled && !invited;
}

/** The words for the team beside a tour whose event stays at another time. */
function leftWords(
  { loaded: { tour, property } }: TourComparison,
  agreed: AgreedTourEvent,
): Record<LeftEventReason, string> {
  const spoken = (ms: number) => spokenTime(property.timezone, ms);
  const ended = tour.status === 'cancelled' ? 'is cancelled' : 'is over';
  return {
    in_past: `Its event was put into the past; the tour stands at ${spoken(tour.startsAt)}. Please put the event back, or change the tour.`,
    booked_again: `Its event stands at ${spoken(agreed.startsAt)}, but its prospect has booked another tour: this one ${ended}. Please delete the event if that time is not needed.`,
  };
}

// Removes the event just written if the tour got another one meanwhile: no later job would look for this one.
async function takeBack(
  { unit, session, event, target }: TourComparison,
  written: RemoteEvent | null,
): Promise<void> {
  if (!written || written.cancelled) return;
  const [now] = await transact(unit, ({ tx }) =>
    tx.select().from(tourEvents).where(eq(tourEvents.tourId, event.tourId)),
  );
  if (now?.generation !== event.generation)
    await session.remove(target.calendarId, written.eventId, undefined, { quiet: true });
}
