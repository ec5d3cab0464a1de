import type { TenantScope } from '../../../db/scope.ts';
import type { Query } from '../../../db/statement.ts';
import { inProgress, keptAnswer } from '../../../http/idempotency.ts';
import { noAnswer } from '../../../http/request-lease.ts';
import { noteChange, runStatement, type UnitOfWork } from '../../../unit-of-work.ts';
import { identityLocks, leadParams } from '../../leads/upsert-lead.ts';
import {
  type BookingRow,
  bookingStatement,
  cappedBookingStatement,
  type TourParams,
} from './booking-statement.ts';
import { capLocks, capsParams, isCapped } from './daily-caps.ts';
import type { NewProspect, NewTour } from './new-tour.ts';
import type { Booked } from '@luma-leasing/types/tour';
import { instantText } from '../../../lib/iso.ts';

/** The names of the advisory locks that put in sequence all that may give one prospect a tour to come. */
export const prospectLocks = (scope: TenantScope, who: { email: string | null }): string[] =>
  identityLocks(scope, who);

/** `taken`: a constraint or a cap refused the tour. `exists`: this person already has a tour to come. */
export interface WrittenBooking {
  outcome: 'booked' | 'taken' | 'exists';
  /** The calendar will invite an address that is new at the property. */
  invitesStranger: boolean;
}

/**
 * Writes a booking in one transaction: tour, lead, history, the kept answer, and the job that writes the event.
 * A prospect who has a tour already is mailed the link to it instead.
 * @throws AppError IDEMPOTENCY_IN_PROGRESS if we no longer hold the lease
 */
export async function writeBooking(
  unit: UnitOfWork,
  prospect: NewProspect,
  tour: NewTour,
  answer: Booked,
): Promise<WrittenBooking> {
  const { scope } = unit;
  const [row] = await runStatement<BookingRow>(unit, queryOf(unit, prospect, tour, answer), {
    locks: [...prospectLocks(scope, prospect), ...capLocks(scope, tour)],
  });
  if (row!.tour_id) {
    noteChange(unit, tour.profileId);
    return { outcome: 'booked', invitesStranger: row!.invitation === 'first' };
  }
  if (row!.existing_id) return { outcome: 'exists', invitesStranger: false };
  if (!row!.leased) throw inProgress();
  return { outcome: 'taken', invitesStranger: false };
}

function queryOf(unit: UnitOfWork, prospect: NewProspect, tour: NewTour, answer: Booked): Query {
  const { ctx, scope } = unit;
  const given = {
    ...leadParams(scope, prospect, ctx.clock.now()),
    ...tourParams(unit, tour),
    ...(keptAnswer(unit, answer) ?? noAnswer),
  };
  return isCapped(tour)
    ? cappedBookingStatement({ ...given, ...capsParams(scope, tour) })
    : bookingStatement(given);
}

const tourParams = ({ ctx, scope, actor }: UnitOfWork, tour: NewTour): TourParams => ({
  organizationId: scope.organizationId,
  tourId: tour.id,
  profileId: tour.profileId,
  tourType: tour.tourType,
  startsAt: instantText(tour.startsAt),
  endsAt: instantText(tour.endsAt),
  blockedUntil: instantText(tour.blockedUntil),
  specialRequests: tour.specialRequests,
  unverified: tour.unverified,
  conflictAccepted: tour.conflictAccepted ?? false,
  mayInvite: tour.mayInvite ?? true,
  invitations: ctx.config.INVITATIONS_PER_PROPERTY,
  actor: actor.role,
  actorUserId: actor.userId,
  via: actor.via,
  details: JSON.stringify({ startsAt: instantText(tour.startsAt), profileId: tour.profileId }),
  consents: JSON.stringify(tour.consents),
});
