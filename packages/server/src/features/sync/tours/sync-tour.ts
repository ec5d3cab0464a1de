import { and, eq, sql } from 'drizzle-orm';
import { mirrorEvents } from '../../../db/tables/mirror.ts';
import { tourEvents } from '../../../db/tables/tours.ts';
import type { Interval } from '../../../lib/interval.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import {
  CalendarError,
  type CalendarSession,
  type EventDraft,
  type RemoteEvent,
} from '../../calendars/provider.ts';
import { isLost } from '../../calendars/connecting/account-calendars.ts';
import { withSession } from '../../calendars/grants/with-session.ts';
import { applyEventToTour } from './apply-event-to-tour.ts';
import { bindTour } from './bind-tour.ts';
import { decideTour, type TourAction } from './decide-tour.ts';
import { eventDraft } from './event-draft.ts';
import { followElsewhere } from './follow-elsewhere.ts';
import {
  isUnchangedSinceLoaded,
  hasPassed,
  loadTarget,
  type TargetCalendar,
} from './load-target.ts';
import { recordAgreedTour } from './record-agreed-tour.ts';
import { logSyncAlone } from '../sync-log.ts';
import {
  eventRefOf,
  lastAgreedTime,
  ourVersion,
  theirVersion,
  type TourComparison,
  tourLogEntry,
} from './tour-comparison.ts';

/** One more round is needed after every change of the tour or its event. So many in a row mean a fault. */
const maxRounds = 8;

/**
 * Makes a tour and its event agree, whichever of them changed [S1, S2, S5]. Idempotent: after a lost answer, repeated,
 * reordered or killed runs, the next run ends with exactly one event, or none for a cancelled tour.
 * @returns false if the agent has no calendar to write to yet.
 * @throws CalendarError
 */
export async function syncTour(unit: UnitOfWork, tourId: string): Promise<boolean> {
  let isElsewhere: boolean | undefined;
  for (let round = 0; round < maxRounds; round++) {
    const target = await transact(unit, (unit) => loadTarget(unit, tourId));
    if (!target) return false;
    await bindTour(unit, target);
    const met = await withSession(unit, target, async (session) => {
      const near = round === 0 && isToBeCreated(target) ? null : lastAgreedTime(target);
      const comparison = await readBoth(unit, session, target, near, isElsewhere === false);
      return typeof comparison === 'object' ? reconcile(comparison) : comparison;
    });
    // Outside the session: an account answers only so many calls at once, and this one opens sessions of its own.
    if (met === 'gone') {
      isElsewhere = await followElsewhere(unit, target);
      // The next round writes the event into another calendar.
      if (!isElsewhere && !target.writable && (await isLost(unit, target)))
        await leaveCalendar(unit, target);
    } else if (met) return true;
  }
  throw new CalendarError(
    'changed_meanwhile',
    'Tour and event kept changing while they were compared',
  );
}

// Should its event be there already, creating it says so, and the next round asks the calendar's list.
const isToBeCreated = ({ event, loaded }: TargetCalendar): boolean =>
  event.agreed === null && loaded.tour.status === 'confirmed';

/**
 * Reads the event, then the tour. If the tour changes later, its own job changes the event's etag, and our write is
 * refused instead of overwriting the newer state.
 * @returns true if the tour is gone, false if both must be read again, `gone` if the event has left this calendar.
 */
async function readBoth(
  unit: UnitOfWork,
  session: CalendarSession,
  target: TargetCalendar,
  near: Interval | null,
  isNowhere: boolean,
): Promise<TourComparison | boolean | 'gone'> {
  const { ctx } = unit;
  const { providerEventId, tourId, generation, agreed, elsewhere } = target.event;
  const which = providerEventId ?? eventRefOf(target.event);
  let lost: CalendarError | undefined;
  const remote = await session.first(target, which, near).catch((error: unknown) => {
    if (!(error instanceof CalendarError)) throw error;
    // A calendar that was given up may also refuse us.
    const isUnseen =
      error.fault === 'not_found' || (error.fault === 'forbidden' && !target.writable);
    if (!isUnseen) throw error;
    lost = error;
    return null;
  });
  const isGone = remote === null || remote.cancelled;
  // The missing event of a tour that has passed changes nothing, so nobody has to look for it.
  if ((agreed?.stands || elsewhere) && isGone && !hasPassed(target.loaded.tour, ctx.clock.now())) {
    if (!isNowhere) return 'gone';
    // Events of a calendar that is out of our sight are not deleted.
    if (lost) throw lost;
  }
  const now = await transact(unit, (unit) => loadTarget(unit, tourId));
  if (!now) return true;
  const { loaded, event } = now;
  if (now.agentCalendarId !== target.agentCalendarId || event.generation !== generation)
    return false;
  const draft = eventDraft(loaded, event.revision);
  return { unit, session, target, remote, loaded, event, draft, began: ctx.clock.now() };
}

// Deletes the mirror's row of a tour's own event. A tour blocks its time by itself; the row, left from when the tour was
// over or its date of a series was moved, would make the tour conflict with itself. An event that is left alone is busy.
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

/** @returns false if tour and event must be read again. */
async function reconcile(comparison: TourComparison): Promise<boolean> {
  const { unit, event } = comparison;
  const action = decideTour(ourVersion(comparison), theirVersion(comparison), event.agreed);
  const isLeft = action.do === 'settle' && action.left !== undefined;
  if (comparison.remote && !isLeft)
    await forgetMirrored(unit, comparison.target, comparison.remote);
  try {
    return await apply(comparison, action);
  } catch (error) {
    const fault = error instanceof CalendarError ? error.fault : undefined;
    if (fault === 'changed_meanwhile')
      await logSyncAlone(unit, tourLogEntry(comparison, action, 'refused'));
    if (fault === 'changed_meanwhile' || fault === 'exists') return false;
    throw error;
  }
}

async function apply(comparison: TourComparison, action: TourAction): Promise<boolean> {
  const { session, target, remote, event, draft } = comparison;
  switch (action.do) {
    case 'move_tour':
    case 'cancel_tour':
    case 'restore_tour':
      await applyEventToTour(comparison, action);
      // The tour may differ from the event now: an all-day event, for one, has no time of day.
      return false;
    case 'create_anew':
      await nextGeneration(comparison);
      return false;
    case 'create':
      return recordAgreedTour(
        comparison,
        action,
        await session.create(target, eventRefOf(event), draft),
      );
    case 'update': {
      const [said, to] = [remote!, quietly(comparison, remote!)];
      const written = await session.update(target, said.eventId, to, said.etag);
      return recordAgreedTour(comparison, action, written);
    }
    case 'remove':
      await session.remove(target.calendarId, remote!.eventId, remote!.etag);
      return recordAgreedTour(comparison, action, null);
    case 'settle':
      return recordAgreedTour(comparison, action, remote);
  }
}

/** The columns of a tour whose event is nowhere. */
const noEvent = { providerEventId: null, etag: null, agreed: null, elsewhere: null };

const leaveCalendar = (unit: UnitOfWork, { event }: TargetCalendar) =>
  transact(unit, ({ tx }) =>
    tx
      .update(tourEvents)
      .set({ agentCalendarId: null, ...noEvent })
      .where(isUnchangedSinceLoaded(event)),
  );

/** Gives the tour's next event another id: an id stays taken after its event is deleted. */
async function nextGeneration({ unit, event }: TourComparison): Promise<void> {
  await transact(unit, ({ tx }) =>
    tx
      .update(tourEvents)
      .set({ generation: sql`${tourEvents.generation} + 1`, ...noEvent })
      .where(and(eq(tourEvents.tourId, event.tourId), eq(tourEvents.generation, event.generation))),
  );
}

// The provider mails the guests only about a new time in the future, not about our notes to the agent.
const quietly = ({ draft, began }: TourComparison, remote: RemoteEvent): EventDraft => ({
  ...draft,
  quiet:
    draft.endsAt <= began || (remote.startsAt === draft.startsAt && remote.endsAt === draft.endsAt),
});
