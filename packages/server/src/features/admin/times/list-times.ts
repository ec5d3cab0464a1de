import type { Times } from '@luma-leasing/types/admin';
import { and, asc, eq, gte } from 'drizzle-orm';
import { profiles } from '../../../db/tables/profiles.ts';
import { properties } from '../../../db/tables/properties.ts';
import { tourSlots } from '../../../db/tables/tours.ts';
import { localTime } from '../../../lib/local-time.ts';
import { transact, type OpenUnit, type UnitOfWork } from '../../../unit-of-work.ts';

/** What is still to come, by date and agent. */
export const listTimes = (outer: UnitOfWork): Promise<Times[]> =>
  transact(outer, async (unit) => {
    const timezone = await zoneNameOf(unit);
    const rows = await unit.tx
      .select({ startsAt: tourSlots.startsAt, agent: profiles.email })
      .from(tourSlots)
      .innerJoin(profiles, eq(profiles.id, tourSlots.profileId))
      .where(
        and(
          eq(tourSlots.propertyId, unit.scope.propertyId),
          gte(tourSlots.startsAt, unit.ctx.clock.now()),
        ),
      )
      .orderBy(asc(tourSlots.startsAt), asc(profiles.email));
    const times = rows.map(({ startsAt, agent }) => ({ agent, ...localTime(timezone, startsAt) }));
    return [...Map.groupBy(times, ({ date, agent }) => `${date} ${agent}`).values()].map((day) => ({
      date: day[0]!.date,
      agent: day[0]!.agent,
      times: day.map(({ time }) => time),
    }));
  });

export async function zoneNameOf({ tx, scope }: OpenUnit): Promise<string> {
  const [found] = await tx
    .select({ timezone: properties.timezone })
    .from(properties)
    .where(eq(properties.id, scope.propertyId));
  return found!.timezone;
}
