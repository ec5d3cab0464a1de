import type { Availability } from '@luma-leasing/types/availability';
import { instantText } from '../../lib/iso.ts';
import type { UnitOfWork } from '../../unit-of-work.ts';
import type { KeptAnswer } from './answer-cache.ts';
import { goodUntil } from './good-until.ts';
import { findOpenings, type OpeningsQuery } from './openings.ts';

/** The answer of A1: the dates with a free time, all times of these dates, and how long the answer may be kept. */
export async function getAvailability(unit: UnitOfWork, query: OpeningsQuery): Promise<KeptAnswer> {
  const { ctx } = unit;
  const now = ctx.clock.now();
  const { offer, days, durationMinutes, source, asOf } = await findOpenings(unit, query);
  ctx.metrics.availability.inc({ source });
  const open = days.filter((day) => day.slots.some((slot) => slot.available));
  const { timezone } = offer.property;
  const answer: Availability = {
    success: true,
    availableDates: open.map((day) => day.date),
    slotsByDate: Object.fromEntries(open.map((day) => [day.date, day.slots])),
    timezone,
    tourDuration: durationMinutes,
    source,
    asOf: instantText(asOf),
  };
  const { noticeMinutes } = offer.config;
  return {
    about: [
      unit.scope.propertyId,
      ...offer.agents.map(({ id }) => id),
      ...offer.calendars.map(({ identity }) => identity),
    ],
    body: JSON.stringify(answer),
    goodUntil: goodUntil(open, { source, asOf, now }, { timezone, noticeMinutes }),
  };
}
