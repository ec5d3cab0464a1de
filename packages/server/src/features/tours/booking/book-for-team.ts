import type { Booked, BookTour } from '@luma-leasing/types/tour';
import { AppError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import { MINUTE_MS, parseInstant } from '../../../lib/iso.ts';
import type { UnitOfWork } from '../../../unit-of-work.ts';
import { loadOffer, type Offer } from '../../availability/load-offer.ts';
import { defaultTourType, durationOf } from '../../availability/rules.ts';
import { tourExists } from './book-tour.ts';
import { isInConflict } from './conflicts.ts';
import { dailyCaps } from './daily-caps.ts';
import { toBooking } from '../present.ts';
import { consentsOf, prospectOf } from './prospect-of.ts';
import { daysAround, requireFuture } from '../tour-change.ts';
import { writeBooking } from './write-booking.ts';

/**
 * Books a tour at the time that a manager wants, offered or not, and marks it if it conflicts. Each person may still
 * have only one tour to come.
 * @throws AppError NOT_FOUND (agent), INVALID_REQUEST, SLOT_NOT_OFFERED (in the past), TOUR_EXISTS
 */
export async function bookForTeam(unit: UnitOfWork, input: BookTour): Promise<Booked> {
  const { ctx } = unit;
  const now = ctx.clock.now();
  const startsAt = parseInstant(input.startsAt);
  requireFuture(startsAt, now);
  const offer = await loadOffer(unit, daysAround(startsAt));
  const tourType = input.tourType ?? defaultTourType(offer.config);
  const minutes = durationOf(offer.config, tourType) ?? offer.config.tourDurationMinutes;
  const time = { startsAt, endsAt: startsAt + minutes * MINUTE_MS };
  const { profileId, name, conflict } = chooseAgent(offer, input.agentId, time);
  const tour = {
    id: newId(),
    profileId,
    tourType,
    ...time,
    blockedUntil: time.endsAt + offer.config.bufferMinutes * MINUTE_MS,
    specialRequests: input.specialRequests || null,
    unverified: false,
    caps: dailyCaps(offer.property.timezone, startsAt, { property: null, agent: null }),
    consents: consentsOf(input, offer),
  };
  const prospect = prospectOf(unit, input, offer);
  const { timezone } = offer.property;
  const booking = toBooking(
    ctx.config,
    { ...tour, status: 'confirmed', test: false },
    timezone,
    name,
  );
  const answer = { success: true as const, booking };
  const write = (conflictAccepted: boolean) =>
    writeBooking(unit, prospect, { ...tour, conflictAccepted }, answer);
  let { outcome } = await write(conflict);
  // Somebody booked that time meanwhile.
  if (outcome === 'taken') ({ outcome } = await write(true));
  ctx.metrics.bookings.inc({ outcome });
  if (outcome !== 'booked') throw tourExists(unit.actor);
  return answer;
}

// The agent who was named; else one with a calendar before one without, and a free one before a busy one.
function chooseAgent(
  { agents, ...offer }: Offer,
  agentId: string | undefined,
  time: { startsAt: number; endsAt: number },
) {
  const hasCalendar = (id: string) => offer.calendars.some((one) => one.profileId === id);
  const able = agents
    .filter(({ id }) => !agentId || id === agentId)
    .map(({ id: profileId, name }) => {
      return { profileId, name, conflict: isInConflict({ agents, ...offer }, profileId, time) };
    })
    .toSorted(
      (a, b) =>
        Number(hasCalendar(b.profileId)) - Number(hasCalendar(a.profileId)) ||
        Number(a.conflict) - Number(b.conflict),
    );
  if (!able[0]) throw new AppError('NOT_FOUND', 'This property has no such agent.');
  return able[0];
}
