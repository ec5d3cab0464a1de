import type { Availability } from '@luma-leasing/types/availability';
import type { Context } from '../../context.ts';
import type { TenantScope } from '../../db/scope.ts';
import { instantText } from '../../lib/iso.ts';
import { findOpenings, type OpeningsQuery } from './openings.ts';

/** The answer of A1: the dates with a free time, and all times of those dates. */
export async function getAvailability(
  ctx: Context,
  scope: TenantScope,
  query: OpeningsQuery,
): Promise<Availability> {
  const { offer, days, durationMinutes, source, asOf } = await findOpenings(ctx, scope, query);
  ctx.metrics.availability.inc({ source });
  const open = days.filter((day) => day.slots.some((slot) => slot.available));
  return {
    success: true,
    availableDates: open.map((day) => day.date),
    slotsByDate: Object.fromEntries(open.map((day) => [day.date, day.slots])),
    timezone: offer.property.timezone,
    tourDuration: durationMinutes,
    source,
    asOf: instantText(asOf),
  };
}
