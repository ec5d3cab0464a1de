import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { codeOf, exclusionViolation, retryDeadlock } from '../../../db/errors.ts';
import { tourEvents, tourBookings } from '../../../db/tables/tours.ts';
import { enqueue } from '../../../jobs/enqueue.ts';
import { AppError } from '../../../lib/errors.ts';
import { instantText } from '../../../lib/iso.ts';
import {
  attempt,
  isTeam,
  noteChange,
  type OpenUnit,
  type UnitOfWork,
} from '../../../unit-of-work.ts';
import { receiverOf } from '../../calendars/receiving-calendar.ts';
import { syncTourJob } from '../job-contracts.ts';
import { capLocks, type DailyCaps, fitsCapsCondition } from '../booking/daily-caps.ts';
import { markEventPending } from '../tour-change.ts';
import { noteInTourHistory } from '../history.ts';
import type { TourRow } from '../present.ts';
import { handOverEvent } from './hand-over-event.ts';
import { notifyProspectOfChange, type ProspectNews } from '../notify-prospect.ts';

/** The agent, the same or another, and the time (epoch ms) that a tour is moved to. */
export interface Destination {
  profileId: string;
  startsAt: number;
  endsAt: number;
  bufferMs: number;
  unverified: boolean;
  caps: DailyCaps;
  /** A manager wants the tour at this time although it conflicts. */
  conflictAccepted?: boolean;
}

/** `taken`: a constraint or a cap refused the move. `changed`: the tour has changed since the move was decided. */
export type MoveOutcome = 'moved' | 'taken' | 'changed';

/**
 * Writes a move with the job that moves the event, in one transaction, under the same constraints as a booking.
 * @throws AppError TOUR_NOT_CHANGEABLE if the tour was cancelled meanwhile.
 */
export async function moveTour(
  unit: UnitOfWork,
  tour: TourRow,
  to: Destination,
): Promise<MoveOutcome> {
  try {
    return await retryDeadlock(() =>
      attempt(unit, (unit) => writeMove(unit, tour, to), { locks: capLocks(unit.scope, to) }),
    );
  } catch (error) {
    if (codeOf(error) === exclusionViolation) return 'taken';
    throw error;
  }
}

async function writeMove(unit: OpenUnit, tour: TourRow, to: Destination): Promise<MoveOutcome> {
  const { ctx, tx, scope, actor } = unit;
  const now = ctx.clock.now();
  const keepsTime = to.startsAt === tour.startsAt && to.profileId !== tour.profileId;
  const conflict = to.conflictAccepted ? { conflict: true } : {};
  const [moved] = await tx
    .update(tourBookings)
    .set({
      ...(to.profileId === tour.profileId
        ? {}
        : { profileId: to.profileId, receiver: receiverOf(to.profileId) }),
      startsAt: to.startsAt,
      endsAt: to.endsAt,
      blockedUntil: to.endsAt + to.bufferMs,
      unverified: to.unverified,
      // A conflict that was accepted at the old time no longer counts.
      conflictAccepted: to.conflictAccepted ?? false,
      updatedAt: now,
    })
    .where(
      and(
        eq(tourBookings.id, tour.id),
        eq(tourBookings.status, 'confirmed'),
        // The tour must not have changed since the move was decided.
        eq(tourBookings.profileId, tour.profileId),
        eq(tourBookings.startsAt, tour.startsAt),
        tour.test ? sql`true` : fitsCapsCondition(scope, to),
      ),
    )
    .returning({ id: tourBookings.id });
  if (!moved) return whyNot(tx, tour);
  await noteInTourHistory(unit, [tour.id], {
    action: keepsTime ? 'reassigned' : 'rescheduled',
    details: {
      from: instantText(tour.startsAt),
      to: instantText(to.startsAt),
      ...(to.profileId === tour.profileId ? {} : { profileId: to.profileId }),
      ...conflict,
    },
  });
  const [event] = await tx.select().from(tourEvents).where(eq(tourEvents.tourId, tour.id));
  // A server of the previous version leaves the place when both sides agree again.
  const elsewhere = event?.syncStatus === 'synced' ? null : event?.elsewhere;
  // An event that stands where the tour cannot follow it does not move with the tour, either.
  if (event && (to.profileId !== tour.profileId || elsewhere))
    await handOverEvent(unit, tour, { ...event, elsewhere: elsewhere ?? null });
  else await markEventPending(tx, tour.id, now);
  if (isTeam(actor)) await notifyProspectOfChange(unit, tour, newsOf(to, keepsTime));
  if (!tour.test) await enqueue(unit, syncTourJob, { tourId: tour.id });
  noteChange(unit, tour.profileId, to.profileId);
  return 'moved';
}

const newsOf = ({ startsAt, conflictAccepted }: Destination, keepsTime: boolean): ProspectNews =>
  keepsTime
    ? { kind: 'tour_reassigned' }
    : {
        kind: 'tour_moved',
        details: { startsAt: instantText(startsAt), offerOthers: conflictAccepted ?? false },
      };

// Tells why no row was updated: a cap is reached, somebody else moved the tour, or the tour was cancelled.
async function whyNot(tx: Tx, tour: TourRow): Promise<'taken' | 'changed'> {
  const [now] = await tx.select().from(tourBookings).where(eq(tourBookings.id, tour.id));
  if (now?.status === 'confirmed')
    return now.profileId === tour.profileId && now.startsAt === tour.startsAt ? 'taken' : 'changed';
  throw new AppError('TOUR_NOT_CHANGEABLE', 'This tour was cancelled meanwhile.');
}
