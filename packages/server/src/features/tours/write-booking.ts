import type { Context } from '../../context.ts';
import { asTenantInOneGo, type TenantScope } from '../../db/scope.ts';
import type { Query } from '../../db/statement.ts';
import { inProgress } from '../../http/idempotency.ts';
import { noAnswer, type Answer } from '../../http/lease.ts';
import { givenOf, identityLocks } from '../leads/upsert-lead.ts';
import {
  bookingStatement,
  cappedBookingStatement,
  type BookingRow,
  type TourGiven,
} from './booking-statement.ts';
import { capLocks, capsOf, isCapped } from './daily-caps.ts';
import type { NewProspect, NewTour } from './new-tour.ts';
import type { Booker } from './prospect-of.ts';

/** `taken`: the constraint, or a cap, held it off. `exists`: this person has a tour to come. */
export interface Written {
  outcome: 'booked' | 'taken' | 'exists';
}

/**
 * The transaction of a booking: the tour under its constraint, the person, the history, the answer to be kept, and the
 * job that writes its event. A person who has a tour already is mailed the link to it instead.
 * @throws AppError IDEMPOTENCY_IN_PROGRESS when the lease of the answer is no longer ours
 */
export async function writeBooking(
  ctx: Context,
  { scope }: Booker,
  prospect: NewProspect,
  tour: NewTour,
  now: number,
  answer?: Answer,
): Promise<Written> {
  const [row] = await asTenantInOneGo<BookingRow>(
    ctx.database,
    scope,
    queryOf(scope, prospect, tour, now, answer),
    { locks: [...identityLocks(scope, prospect), ...capLocks(scope, tour)] },
  );
  if (row!.tour_id) return { outcome: 'booked' };
  if (row!.existing_id) return { outcome: 'exists' };
  if (!row!.leased) throw inProgress();
  return { outcome: 'taken' };
}

function queryOf(
  scope: TenantScope,
  prospect: NewProspect,
  tour: NewTour,
  now: number,
  answer: Answer | undefined,
): Query {
  const given = {
    ...givenOf(scope, prospect, now),
    ...tourGiven(scope, prospect, tour),
    ...(answer ?? noAnswer),
  };
  return isCapped(tour)
    ? cappedBookingStatement({ ...given, ...capsOf(scope, tour) })
    : bookingStatement(given);
}

const tourGiven = (scope: TenantScope, prospect: NewProspect, tour: NewTour): TourGiven => ({
  organizationId: scope.organizationId,
  tourId: tour.id,
  profileId: tour.profileId,
  tourType: tour.tourType,
  startsAt: iso(tour.startsAt),
  endsAt: iso(tour.endsAt),
  blockedUntil: iso(tour.blockedUntil),
  specialRequests: tour.specialRequests,
  unverified: tour.unverified,
  conflictAccepted: tour.conflictAccepted ?? false,
  actor: prospect.source === 'dashboard' ? 'manager' : 'prospect',
  details: JSON.stringify({ startsAt: iso(tour.startsAt), profileId: tour.profileId }),
  consents: JSON.stringify(tour.consents),
});

const iso = (ms: number) => new Date(ms).toISOString();
