import type { AvailabilitySource } from '@luma-leasing/types/availability';
import type { Contact } from '@luma-leasing/types/errors';
import type { TourTypeId } from '@luma-leasing/types/property';
import { AppError } from '../../lib/errors.ts';
import { DAY_MS, instantText, parseDate } from '../../lib/iso.ts';
import { localTime } from '../../lib/local-time.ts';
import type { UnitOfWork } from '../../unit-of-work.ts';
import { isConnected } from '../calendars/grants/token.ts';
import { findBusyTimes } from './find-busy-times.ts';
import { worstSource } from './ladder.ts';
import {
  loadOffer,
  loadOfferWithoutTour,
  type MovingTour,
  type Offer,
  type Property,
} from './load-offer.ts';
import { manualDays } from './manual.ts';
import { defaultTourType, durationOf } from './rules.ts';
import { slotQueryOf } from './slot-query-of.ts';
import { generateSlots, type SlotDay } from './slots.ts';

export interface OpeningsQuery {
  /** A local date of the property; absent: today. */
  from?: string | undefined;
  /** Absent: the whole horizon. */
  days?: number | undefined;
  tourType?: TourTypeId | undefined;
  /** A tour that is to get another time: it does not block times, but its present time is not offered. */
  moving?: MovingTour | undefined;
}

/** What a property offers, the source of that, and as of when (epoch ms). */
export interface Openings {
  offer: Offer;
  durationMinutes: number;
  days: SlotDay[];
  source: AvailabilitySource;
  asOf: number;
}

/** The longest horizon, plus a day on each side because of the zone. */
const widest = 92;

/**
 * The times of a property, free or not.
 * @throws AppError TOURS_DISABLED, INVALID_REQUEST (a kind of tour that it does not offer), CALENDAR_* when no
 *   source has times.
 */
export async function findOpenings(unit: UnitOfWork, query: OpeningsQuery): Promise<Openings> {
  const { ctx } = unit;
  const now = ctx.clock.now();
  const from = query.from === undefined ? now : withinReach(parseDate(query.from) * DAY_MS, now);
  const window = {
    from: from - DAY_MS,
    to: from + ((query.days ?? widest) + 1) * DAY_MS,
    horizonFrom: now,
  };
  const { moving } = query;
  const offer = await (moving
    ? loadOfferWithoutTour(unit, window, moving.id)
    : loadOffer(unit, window));
  const durationMinutes = requireOffered(offer, query.tourType);
  const range = {
    ...(query.from === undefined ? {} : { from: query.from }),
    ...(query.days === undefined ? {} : { days: query.days }),
  };
  if (sourceOfTimes(offer, now) === 'manual') {
    const today = localTime(offer.property.timezone, now).date;
    const days = within(manualDays(offer, durationMinutes, now), query.from ?? today, query.days);
    return { offer, durationMinutes, days: notAt(days, moving), source: 'manual', asOf: now };
  }
  const horizon = now + (offer.config.horizonDays + 1) * DAY_MS;
  // The calendars are asked for at least a day, even if nothing is offered past the horizon.
  const to = Math.max(Math.min(window.to, horizon), window.from + DAY_MS);
  // If a conflict was accepted, other events are at the tour's time, too; a practice tour is in no calendar. Then
  // nothing is cut out.
  const ownTour = moving?.conflictAccepted || moving?.test ? undefined : moving;
  const known = await findBusyTimes(unit, offer, { from: window.from, to }, ownTour);
  if (known.length === 0) throw unreachable(offer);
  const days = generateSlots({ ...slotQueryOf(offer, known, durationMinutes, now), ...range });
  return {
    offer,
    durationMinutes,
    days: notAt(days, moving),
    source: worstSource(known.map((agent) => agent.source)),
    asOf: Math.min(...known.map((agent) => agent.asOf)),
  };
}

function notAt(days: SlotDay[], tour: MovingTour | undefined): SlotDay[] {
  if (!tour) return days;
  const at = instantText(tour.startsAt);
  return days.map(({ date, slots }) => ({
    date,
    slots: slots.map((slot) => (slot.startsAt === at ? { ...slot, available: false } : slot)),
  }));
}

// Requests may name any date; the database need not support the year 10,000.
const withinReach = (from: number, now: number): number =>
  Math.min(Math.max(from, now - 2 * DAY_MS), now + widest * DAY_MS);

/** The duration of a tour of this kind. @throws AppError TOURS_DISABLED, INVALID_REQUEST */
export function requireOffered(offer: Offer, tourType?: TourTypeId): number {
  const contact = contactOf(offer.property);
  if (!offer.config.toursEnabled)
    throw new AppError('TOURS_DISABLED', 'Tours cannot be booked here at the moment.', { contact });
  const durationMinutes = durationOf(offer.config, tourType ?? defaultTourType(offer.config));
  if (durationMinutes === undefined)
    throw new AppError('INVALID_REQUEST', 'This kind of tour is not offered here.', {
      issues: [{ path: 'tourType', message: 'Not offered at this property' }],
    });
  return durationMinutes;
}

/**
 * The source of times. Times by hand are used only while no agent has a calendar whose grant works; dates without
 * any then have no free time.
 * @throws AppError CALENDAR_NOT_CONNECTED or CALENDAR_AUTH_EXPIRED when there are no future times by hand either.
 */
export function sourceOfTimes(offer: Offer, now: number): 'calendars' | 'manual' {
  if (offer.calendars.some((calendar) => isConnected(calendar.tokenStatus))) return 'calendars';
  if (offer.manualUntil !== null && offer.manualUntil > now) return 'manual';
  const contact = contactOf(offer.property);
  if (offer.calendars.length > 0)
    throw new AppError(
      'CALENDAR_AUTH_EXPIRED',
      'Our tour calendar is being reconnected. Please contact us and we will find a time together.',
      { contact },
    );
  throw new AppError(
    'CALENDAR_NOT_CONNECTED',
    'Online booking is not set up yet. Please contact us and we will find a time together.',
    { contact },
  );
}

function unreachable(offer: Offer): AppError {
  return new AppError(
    'CALENDAR_UNREACHABLE',
    'Our tour calendar cannot be reached just now. Please contact us and we will find a time together.',
    { contact: contactOf(offer.property) },
  );
}

export const contactOf = (property: Property): Contact => ({
  name: property.contactName,
  phone: property.contactPhone,
  email: property.contactEmail,
});

/** @param count the number of dates from `from` on; absent: all. */
function within(days: SlotDay[], from: string, count: number | undefined): SlotDay[] {
  const first = parseDate(from);
  const last = count === undefined ? Infinity : first + count - 1;
  return days.filter(({ date }) => parseDate(date) >= first && parseDate(date) <= last);
}
