import { and, eq } from 'drizzle-orm';
import { codeOf, exclusionViolation, retryDeadlock } from '../../../db/errors.ts';
import { tourEvents, tourBookings } from '../../../db/tables/tours.ts';
import { instantText, MINUTE_MS } from '../../../lib/iso.ts';
import { attempt, noteChange, type OpenUnit } from '../../../unit-of-work.ts';
import { isTourInConflict } from '../../tours/booking/conflicts.ts';
import { noteInTourHistory } from '../../tours/history.ts';
import { notifyProspect, type ProspectNews } from '../../tours/notify-prospect.ts';
import { prospectLocks } from '../../tours/booking/write-booking.ts';
import type { TourAction } from './decide-tour.ts';
import { isBookedAgain } from './load-target.ts';
import { logSync } from '../sync-log.ts';
import {
  agreedStateOf,
  calendarSourceOf,
  type TourComparison,
  tourLogEntry,
  unitOfCalendar,
} from './tour-comparison.ts';

type Adoption = Extract<TourAction, { do: 'move_tour' | 'cancel_tour' | 'restore_tour' }>;

/**
 * Applies to a tour what somebody did to its event [S2]. A new time is kept even if it conflicts, since the manager
 * decides: the tour is marked, still counts as busy, and the prospect is offered other times.
 * Does nothing if the tour has changed since the comparison read it, or if its prospect has booked again.
 */
export async function applyEventToTour(
  comparison: TourComparison,
  action: Adoption,
): Promise<void> {
  const { unit, loaded } = comparison;
  const { tour } = loaded;
  const isToStand = action.do !== 'cancel_tour';
  // The prospect may be booking again at this moment: the restoring or the booking waits, then sees the other's tour.
  const locks = isToStand ? prospectLocks(unit.scope, tour) : [];
  const write = (conflict: boolean) =>
    retryDeadlock(() =>
      attempt(unit, (unit) => follow(unit, comparison, action, conflict), { locks }),
    );
  const known = isToStand && (await isTourInConflict(unit, tour, action));
  try {
    await write(known);
  } catch (error) {
    // Somebody booked that time meanwhile.
    if (codeOf(error) !== exclusionViolation) throw error;
    await write(true);
  }
}

async function follow(
  unit: OpenUnit,
  comparison: TourComparison,
  action: Adoption,
  conflict: boolean,
): Promise<void> {
  const { loaded, event, remote } = comparison;
  const { tour, config } = loaded;
  const { tx } = unit;
  if (action.do !== 'cancel_tour' && (await isBookedAgain(unit, loaded))) return;
  const now = unit.ctx.clock.now();
  const revision = event.revision + 1;
  // Every transaction that changes both rows locks the tour first: no deadlocks.
  await tx
    .select({ id: tourBookings.id })
    .from(tourBookings)
    .where(eq(tourBookings.id, tour.id))
    .for('update');
  const [updatedEvent] = await tx
    .update(tourEvents)
    .set({
      revision,
      // The next round compares the event once more and notes `synced`.
      syncStatus: 'pending',
      etag: remote?.etag ?? event.etag,
      // Only the time was taken from the event: the agreed text and guests stay.
      agreed: {
        ...agreedStateOf(comparison, remote),
        revision,
        text: event.agreed?.text ?? '',
        uninvited: event.agreed?.uninvited ?? false,
      },
      updatedAt: now,
    })
    .where(and(eq(tourEvents.tourId, tour.id), eq(tourEvents.revision, event.revision)))
    .returning({ tourId: tourEvents.tourId });
  if (!updatedEvent) return;
  await tx
    .update(tourBookings)
    .set(
      action.do === 'cancel_tour'
        ? { status: 'cancelled', cancelledVia: calendarSourceOf(comparison), updatedAt: now }
        : {
            status: 'confirmed',
            cancelledVia: null,
            startsAt: action.startsAt,
            endsAt: action.endsAt,
            blockedUntil: action.endsAt + config.bufferMinutes * MINUTE_MS,
            conflictAccepted: conflict,
            unverified: false,
            updatedAt: now,
          },
    )
    .where(eq(tourBookings.id, tour.id));
  await noteInTourHistory(unitOfCalendar(unit, comparison), [tour.id], {
    action: actions[action.do],
    details: {
      ...(action.do === 'move_tour' ? timesOf(tour, action.startsAt) : {}),
      ...(conflict ? { conflict } : {}),
    },
  });
  await notifyProspect(unit, tour, newsOf(action, conflict), revision);
  await logSync(unit, tourLogEntry(comparison, action));
  noteChange(unit, tour.profileId);
}

const timesOf = (tour: { startsAt: number }, to: number) => ({
  from: instantText(tour.startsAt),
  to: instantText(to),
});

const actions = {
  move_tour: 'rescheduled',
  cancel_tour: 'cancelled',
  restore_tour: 'restored',
} as const;

function newsOf(action: Adoption, offerOthers: boolean): ProspectNews {
  if (action.do === 'cancel_tour') return { kind: 'tour_cancelled' };
  if (action.do === 'restore_tour') return { kind: 'tour_restored', details: { offerOthers } };
  return {
    kind: 'tour_moved',
    details: { startsAt: instantText(action.startsAt), offerOthers },
  };
}
