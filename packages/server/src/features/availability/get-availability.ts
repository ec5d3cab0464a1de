import type { Availability } from '@luma-leasing/types/availability';
import type { Context } from '../../context.ts';
import type { TenantScope } from '../../db/scope.ts';
import { instantText } from '../../lib/iso.ts';
import type { KeptAnswer } from './answer-cache.ts';
import { goodUntil } from './good-until.ts';
import { findOpenings, type OpeningsQuery } from './openings.ts';

/** The answer of A1: the dates with a free time, and all times of those dates; and how long it may be kept. */
export async function getAvailability(
  ctx: Context,
  scope: TenantScope,
  query: OpeningsQuery,
): Promise<KeptAnswer> {
  const now = ctx.clock.now();
  const { offer, days, durationMinutes, source, asOf } = await findOpenings(ctx, scope, query);
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
    body: JSON.stringify(answer),
    goodUntil: goodUntil(open, { source, asOf, now }, { timezone, noticeMinutes }),
  };
}
