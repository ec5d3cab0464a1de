import type { BookTour, Booking } from '@luma-leasing/types/tour';
import type { Context } from '../../context.ts';
import type { Answer } from '../../http/lease.ts';
import { AppError } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import { MINUTE_MS, parseInstant } from '../../lib/iso.ts';
import { loadOfferInOneGo } from '../availability/load-offer.ts';
import { isManual, requireOffered } from '../availability/openings.ts';
import { defaultTourType } from '../availability/rules.ts';
import { throwTaken } from './alternatives.ts';
import { findCandidates } from './candidates.ts';
import { rankCandidates } from './choose-agent.ts';
import { dailyCaps } from './daily-caps.ts';
import type { NewProspect, NewTour } from './new-tour.ts';
import { pickAgents, type PickedAgent } from './pick-agents.ts';
import { toBooking } from './present.ts';
import { consentsOf, prospectOf, type Booker } from './prospect-of.ts';
import { remindOfTour } from './remind-of-tour.ts';
import { aroundTour } from './window.ts';
import { writeBooking, type Written } from './write-booking.ts';

/** The answer to be kept with the tour, in its transaction: absent, none is. */
export type AnswerOf = (
  booking: Booking,
  tour: NewTour,
  prospect: NewProspect,
) => Answer | undefined;

/**
 * Books one tour: the rules and the mirror, then the calendars live, then one transaction that the database
 * guards, with the calendar job in it.
 * @throws AppError INVALID_REQUEST, TOURS_DISABLED, CALENDAR_*, SLOT_NOT_OFFERED, SLOT_TAKEN (with
 *   alternatives), TOUR_EXISTS
 */
export async function bookTour(
  ctx: Context,
  caller: Booker,
  input: BookTour,
  answerOf: AnswerOf = () => undefined,
): Promise<Booking> {
  const { scope } = caller;
  const now = ctx.clock.now();
  const startsAt = parseInstant(input.startsAt);
  const offer = await loadOfferInOneGo(ctx, scope, aroundTour(startsAt));
  const tourType = input.tourType ?? defaultTourType(offer.config);
  const durationMinutes = requireOffered(offer, tourType);
  const prospect = prospectOf(input, caller, offer);

  const check = findCandidates(offer, durationMinutes, startsAt, now);
  if (!check.offered) throw notOffered();
  const free = check.agentIds.filter((id) => !input.agentId || id === input.agentId);
  const ranked = await rankCandidates(ctx, scope, offer, free, {
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
    consents: consentsOf(input, offer),
  };

  let booked: Booking | undefined;
  const picked = isManual(offer, now)
    ? ranked.map((id) => ({ id, unverified: false }))
    : pickAgents(ctx, scope, offer, ranked, time);
  const outcome = await firstThatFits(picked, async (agent) => {
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
      { ...row, status: 'confirmed', test: caller.test },
      offer.property.timezone,
      name,
    );
    const answer = answerOf(booking, row, prospect);
    const inserted = await writeBooking(ctx, caller, prospect, row, now, answer);
    if (inserted.outcome === 'booked') booked = booking;
    return inserted;
  });
  if (!caller.test) ctx.metrics.bookings.inc({ outcome });
  if (booked) {
    ctx.changes.note(scope);
    return booked;
  }
  if (outcome === 'exists') throw tourExists(caller);
  if (caller.source !== 'dashboard' && (await remindOfTour(ctx, caller, prospect)))
    throw tourExists(caller);
  return throwTaken(ctx, scope, { startsAt, timezone: offer.property.timezone, tourType });
}

/** Tries the agents in turn until one is not taken. */
async function firstThatFits(
  agents: AsyncIterable<PickedAgent> | PickedAgent[],
  attempt: (agent: PickedAgent) => Promise<Written>,
): Promise<Written['outcome']> {
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

export const tourExists = ({ source }: Booker) =>
  new AppError(
    'TOUR_EXISTS',
    source === 'dashboard'
      ? 'This person has a tour to come here already.'
      : 'You already have a tour here. We have sent a link to change or cancel it to the email address it was booked with.',
  );
