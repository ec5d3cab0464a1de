import type { Booked, BookTour } from '@luma-leasing/types/tour';
import type { BookingAttempt } from '../../../http/limits.ts';
import { AppError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import { MINUTE_MS, parseInstant } from '../../../lib/iso.ts';
import type { Actor, UnitOfWork } from '../../../unit-of-work.ts';
import { loadOffer } from '../../availability/load-offer.ts';
import { requireOffered, sourceOfTimes } from '../../availability/openings.ts';
import { defaultTourType } from '../../availability/rules.ts';
import { mailManageLinkIfBooked } from '../mail-manage-link.ts';
import { toBooking } from '../present.ts';
import { daysAround } from '../tour-change.ts';
import { throwTaken } from './alternatives.ts';
import { rankCandidates } from './rank-candidates.ts';
import { dailyCaps } from './daily-caps.ts';
import { findCandidates, findFreeAgents, type FreeAgent } from './find-free-agents.ts';
import { consentsOf, prospectOf } from './prospect-of.ts';
import { writeBooking, type WrittenBooking } from './write-booking.ts';

/**
 * Books one tour. It checks the rules and the mirror, then asks the calendars, then writes all in one transaction,
 * with the calendar's job and the answer for the idempotency key. Constraints exclude a double booking.
 * @param mayInvite false: the calendar sends no invitation to an address that is new at the property.
 * @throws AppError INVALID_REQUEST, TOURS_DISABLED, CALENDAR_*, SLOT_NOT_OFFERED, SLOT_TAKEN (with
 *   alternatives), TOUR_EXISTS
 */
export async function bookTour(
  unit: UnitOfWork,
  input: BookTour,
  mayInvite = true,
): Promise<BookingAttempt<Booked>> {
  const { ctx, actor, test } = unit;
  const now = ctx.clock.now();
  const startsAt = parseInstant(input.startsAt);
  const offer = await loadOffer(unit, daysAround(startsAt));
  const tourType = input.tourType ?? defaultTourType(offer.config);
  const durationMinutes = requireOffered(offer, tourType);
  const prospect = prospectOf(unit, input, offer);

  const check = findCandidates(offer, durationMinutes, startsAt, now);
  if (!check.offered) throw notOffered();
  const free = check.agentIds.filter((id) => !input.agentId || id === input.agentId);
  const ranked = await rankCandidates(unit, offer, free, {
    startsAt,
    email: prospect.email,
  });
  const time = {
    startsAt,
    endsAt: startsAt + durationMinutes * MINUTE_MS,
    bufferMs: offer.config.bufferMinutes * MINUTE_MS,
  };
  const tour = {
    id: newId(),
    tourType,
    startsAt,
    endsAt: time.endsAt,
    blockedUntil: time.endsAt + time.bufferMs,
    specialRequests: input.specialRequests || null,
    mayInvite,
    consents: consentsOf(input, offer),
  };

  let booked: BookingAttempt<Booked> | undefined;
  const freeAgents =
    sourceOfTimes(offer, now) === 'manual'
      ? ranked.map((id) => ({ id, unverified: false }))
      : findFreeAgents(unit, offer, ranked, time);
  const outcome = await firstThatFits(freeAgents, async (agent) => {
    const { name, dailyCap } = offer.agents.find((one) => one.id === agent.id)!;
    const caps = { property: offer.config.dailyCap, agent: dailyCap };
    const row = {
      ...tour,
      profileId: agent.id,
      unverified: agent.unverified,
      caps: dailyCaps(offer.property.timezone, startsAt, caps),
    };
    const booking = toBooking(
      ctx.config,
      { ...row, status: 'confirmed', test },
      offer.property.timezone,
      name,
    );
    const answer = { success: true as const, booking };
    const written = await writeBooking(unit, prospect, row, answer);
    const { invitesStranger } = written;
    if (written.outcome === 'booked') booked = { answer, invitesStranger };
    return written;
  });
  if (!test) ctx.metrics.bookings.inc({ outcome });
  if (booked) return booked;
  if (outcome === 'exists') throw tourExists(actor);
  const wantedTour = { email: prospect.email, startsAt };
  if (actor.role === 'prospect' && (await mailManageLinkIfBooked(unit, wantedTour)))
    throw tourExists(actor);
  return throwTaken(unit, { startsAt, timezone: offer.property.timezone, tourType });
}

/** Tries the agents in turn until one is not taken at this time. */
async function firstThatFits(
  agents: AsyncIterable<FreeAgent> | FreeAgent[],
  attempt: (agent: FreeAgent) => Promise<WrittenBooking>,
): Promise<WrittenBooking['outcome']> {
  for await (const agent of agents) {
    const { outcome } = await attempt(agent);
    if (outcome !== 'taken') return outcome;
  }
  return 'taken';
}

const notOffered = () =>
  new AppError(
    'SLOT_NOT_OFFERED',
    'This time is not offered. Please choose one from the calendar.',
  );

export const tourExists = ({ role }: Actor) =>
  new AppError(
    'TOUR_EXISTS',
    role !== 'prospect'
      ? 'This person has a tour to come here already.'
      : 'You already have a tour here. We have sent a link to change or cancel it to the email address it was booked with.',
  );
