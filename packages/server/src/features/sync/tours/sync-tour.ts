import { and, eq, sql } from 'drizzle-orm';
import { mirrorEvents } from '../../../db/tables/calendars.ts';
import { tourEvents } from '../../../db/tables/tours.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import {
  CalendarError,
  type CalendarSession,
  type EventDraft,
  type RemoteEvent,
} from '../../calendars/provider.ts';
import { withSession } from '../../calendars/grants/with-session.ts';
import { applyEventToTour } from './apply-event-to-tour.ts';
import { bindTour } from './bind-tour.ts';
import { decideTour, type TourAction } from './decide-tour.ts';
import { eventDraft } from './event-draft.ts';
import { followElsewhere } from './follow-elsewhere.ts';
import { hasPassed, loadTarget, type TargetCalendar } from './load-target.ts';
import { requireCalendarAtProvider } from '../require-calendar.ts';
import { recordAgreedTour } from './record-agreed-tour.ts';
import { logSyncAlone } from '../sync-log.ts';
import {
  lastSeen,
  tourLogEntry,
  ourVersion,
  refOf,
  theirVersion,
  type TourComparison,
} from './tour-comparison.ts';

/** Each round answers one "somebody was quicker", or one change of the tour; more in a row means something is wrong. */
const maxRounds = 8;

/**
 * Makes a tour and its event in the agent's calendar agree, whichever of them changed [S1, S2, S5]. Idempotent:
 * whatever was lost, repeated, reordered or killed half way, running it again ends with exactly one event, or none
 * for a cancelled tour.
 * @returns false when the agent has no calendar to write to yet.
 * @throws CalendarError
 */
export async function syncTour(unit: UnitOfWork, tourId: string): Promise<boolean> {
  let isElsewhere: boolean | undefined;
  for (let round = 0; round < maxRounds; round++) {
    const target = await transact(unit, ({ tx }) => loadTarget(tx, tourId));
    if (!target) return false;
    await bindTour(unit, target);
    const met = await withSession(unit, target, async (session) => {
      const meeting = await readBoth(unit, session, target, isElsewhere === false);
      return typeof meeting === 'object' ? reconcile(meeting) : meeting;
    });
    // Not from within: an account answers only so many calls at once.
    if (met === 'gone') isElsewhere = await followElsewhere(unit, target);
    else if (met) return true;
  }
  throw new CalendarError(
    'changed_meanwhile',
    'Tour and event kept changing while they were compared',
  );
}

/**
 * Reads the event before the tour: should the tour change after, its own job changes the event's version tag, and
 * ours is refused instead of putting old over new. True: there is no such tour any more; false: look again; `gone`: the
 * event that stood here does not.
 */
async function readBoth(
  unit: UnitOfWork,
  session: CalendarSession,
  target: TargetCalendar,
  isNowhere: boolean,
): Promise<TourComparison | boolean | 'gone'> {
  const { ctx } = unit;
  const { providerEventId, tourId, generation, agreed } = target.event;
  const which = providerEventId ?? refOf(target.event);
  const remote = await session.first(target, which, lastSeen(target));
  const isGone = remote === null || remote.cancelled;
  // Whatever became of the event of a tour that has passed, nothing follows from it.
  if (agreed?.stands && isGone && !hasPassed(target.loaded.tour, ctx.clock.now())) {
    if (!isNowhere) return 'gone';
    if (remote === null) await requireCalendarAtProvider(session, target);
  }
  const now = await transact(unit, ({ tx }) => loadTarget(tx, tourId));
  if (!now) return true;
  const { loaded, event } = now;
  if (now.agentCalendarId !== target.agentCalendarId || event.generation !== generation)
    return false;
  const draft = eventDraft(loaded, event.revision);
  return { unit, session, target, remote, loaded, event, draft, began: ctx.clock.now() };
}

// A tour blocks by itself: what the mirror holds of its event, from when it was over, or of its date of a series, from when
// that was moved, would be in the way of following it. Where the event is left without the tour, it is busy.
const forgetMirrored = (
  unit: UnitOfWork,
  { agentCalendarId }: TargetCalendar,
  { eventId }: RemoteEvent,
) =>
  transact(unit, ({ tx }) =>
    tx
      .delete(mirrorEvents)
      .where(
        and(
          eq(mirrorEvents.agentCalendarId, agentCalendarId),
          eq(mirrorEvents.providerEventId, eventId),
        ),
      ),
  );

/** False: look again. */
async function reconcile(meeting: TourComparison): Promise<boolean> {
  const { unit, event } = meeting;
  const action = decideTour(ourVersion(meeting), theirVersion(meeting), event.agreed);
  const isLeft = action.do === 'settle' && action.left !== undefined;
  if (meeting.remote && !isLeft) await forgetMirrored(unit, meeting.target, meeting.remote);
  try {
    return await apply(meeting, action);
  } catch (error) {
    const fault = error instanceof CalendarError ? error.fault : undefined;
    if (fault === 'changed_meanwhile')
      await logSyncAlone(unit, tourLogEntry(meeting, action, 'again'));
    if (fault === 'changed_meanwhile' || fault === 'exists') return false;
    throw error;
  }
}

async function apply(meeting: TourComparison, action: TourAction): Promise<boolean> {
  const { session, target, remote, event, draft } = meeting;
  switch (action.do) {
    case 'move_tour':
    case 'cancel_tour':
    case 'restore_tour':
      await applyEventToTour(meeting, action);
      // What the tour became may differ from what the event says: a whole day, say.
      return false;
    case 'create_anew':
      await nextGeneration(meeting);
      return false;
    case 'create':
      return recordAgreedTour(meeting, action, await session.create(target, refOf(event), draft));
    case 'update': {
      const [said, to] = [remote!, quietly(meeting, remote!)];
      const written = await session.update(target, said.eventId, to, said.etag);
      return recordAgreedTour(meeting, action, written);
    }
    case 'remove':
      await session.remove(target.calendarId, remote!.eventId, remote!.etag);
      return recordAgreedTour(meeting, action, null);
    case 'settle':
      return recordAgreedTour(meeting, action, remote);
  }
}

/** An id stays taken after its event is deleted: the next event of this tour has another. */
async function nextGeneration({ unit, event }: TourComparison): Promise<void> {
  await transact(unit, ({ tx }) =>
    tx
      .update(tourEvents)
      .set({
        generation: sql`${tourEvents.generation} + 1`,
        providerEventId: null,
        etag: null,
        agreed: null,
      })
      .where(and(eq(tourEvents.tourId, event.tourId), eq(tourEvents.generation, event.generation))),
  );
}

// Guests hear of another time that is to come, not of our notes to the agent.
const quietly = ({ draft, began }: TourComparison, remote: RemoteEvent): EventDraft => ({
  ...draft,
  quiet:
    draft.endsAt <= began || (remote.startsAt === draft.startsAt && remote.endsAt === draft.endsAt),
});
