import { and, eq } from 'drizzle-orm';
import { calendarEvents } from '../../db/tables/tours.ts';
import { transact } from '../../unit-of-work.ts';
import type { RemoteEvent } from '../calendars/provider.ts';
import { noteInHistory } from '../tours/history.ts';
import type { TourAction } from './decide-tour.ts';
import { logSync } from './sync-log.ts';
import { agreedOn, byCalendar, entryOf, type TourMeeting } from './tour-meeting.ts';

/** Notes what both sides now say. False when the tour has changed since: then we look again. */
export async function settleTour(
  meeting: TourMeeting,
  action: TourAction,
  written: RemoteEvent | null,
): Promise<boolean> {
  const { target, event, loaded } = meeting;
  const settled = await transact(meeting.unit, async (unit) => {
    const { ctx, tx } = unit;
    const marked = await tx
      .update(calendarEvents)
      .set({
        agentCalendarId: target.agentCalendarId,
        // A series keeps the name of the event it was made of.
        providerEventId: written?.seriesId ?? written?.eventId ?? event.providerEventId,
        etag: written?.etag ?? event.etag,
        agreed: agreedOn(meeting, written),
        invite: written?.answers[loaded.tour.email.toLowerCase()] ?? event.invite,
        syncStatus: 'synced',
        lastError: null,
        syncedAt: ctx.clock.now(),
      })
      .where(
        and(
          eq(calendarEvents.tourId, event.tourId),
          eq(calendarEvents.revision, event.revision),
          eq(calendarEvents.generation, event.generation),
        ),
      )
      .returning({ tourId: calendarEvents.tourId });
    if (marked.length > 0 && action.do === 'settle' && action.guest)
      await noteInHistory(byCalendar(unit, meeting), [event.tourId], {
        action: `guest_${action.guest}`,
      });
    if (action.do !== 'settle') await logSync(unit, entryOf(meeting, action));
    return marked.length > 0;
  });
  if (!settled) await takeBack(meeting, written);
  return settled;
}

// The tour went to another calendar while its event was made here: nobody will look for it here again.
async function takeBack(
  { unit, session, event, target }: TourMeeting,
  written: RemoteEvent | null,
): Promise<void> {
  if (!written || written.cancelled) return;
  const [now] = await transact(unit, ({ tx }) =>
    tx.select().from(calendarEvents).where(eq(calendarEvents.tourId, event.tourId)),
  );
  if (now?.generation !== event.generation)
    await session.remove(target.calendarId, written.eventId, undefined, { quiet: true });
}
