/** Times by hand as local times of a property. */
import { and, eq, gte, inArray, lt } from 'drizzle-orm';
import { properties } from '../../../db/tables/properties.ts';
import { tourSlots } from '../../../db/tables/tours.ts';
import { dateText, DAY_MS, MINUTE_MS, parseDate, parseMinute } from '../../../lib/iso.ts';
import { localTime } from '../../../lib/local-time.ts';
import { zoneOf } from '../../../lib/zone.ts';
import type { OpenUnit } from '../../../unit-of-work.ts';

/** Nobody plans further ahead: a later date is a mistyped year. */
const mostDays = 730;

/** The name of the lock for changing a property's times by hand. */
export const timesLock = (propertyId: string) => `times of ${propertyId}`;

export async function zoneNameOf({ tx, scope }: OpenUnit): Promise<string> {
  const [found] = await tx
    .select({ timezone: properties.timezone })
    .from(properties)
    .where(eq(properties.id, scope.propertyId));
  return found!.timezone;
}

/** The first and the last date for which times may be entered: from today on. */
export function datesAhead({ ctx }: OpenUnit, timezone: string): { first: string; last: string } {
  const today = localTime(timezone, ctx.clock.now()).date;
  return { first: today, last: dateText(parseDate(today) + mostDays) };
}

/** The instant at which a local date begins, epoch ms. */
export const startOfDate = (timezone: string, date: string): number =>
  zoneOf(timezone).reached(parseDate(date) * DAY_MS);

/** The instant of a local time, epoch ms. For a time that the clocks skip: the instant at which they jump. */
export const instantAt = (timezone: string, date: string, time: string): number =>
  zoneOf(timezone).reached(parseDate(date) * DAY_MS + parseMinute(time) * MINUTE_MS);

/** SQL: the times by hand of the unit's property in a range of time (epoch ms). */
export const timesBetween = ({ scope }: OpenUnit, from: number, to?: number) =>
  and(
    eq(tourSlots.propertyId, scope.propertyId),
    gte(tourSlots.startsAt, from),
    to === undefined ? undefined : lt(tourSlots.startsAt, to),
  );

/** Keeps the local time of day of a property's times by hand that are to come, after its zone was changed. */
export async function keepTimesOfDay(unit: OpenUnit, before: string, after: string): Promise<void> {
  const { tx } = unit;
  const slots = await tx.select().from(tourSlots).where(timesBetween(unit, unit.ctx.clock.now()));
  if (slots.length === 0) return;
  const moved = slots.map(({ startsAt, ...slot }) => {
    const { date, time } = localTime(before, startsAt);
    return { ...slot, startsAt: instantAt(after, date, time) };
  });
  // All are deleted first, because one may move to the time where another was.
  await tx.delete(tourSlots).where(
    inArray(
      tourSlots.id,
      slots.map(({ id }) => id),
    ),
  );
  await tx.insert(tourSlots).values(moved).onConflictDoNothing();
}
