import type { Times, TimesQuery } from '@luma-leasing/types/admin';
import { asc, eq, min } from 'drizzle-orm';
import { profiles } from '../../../db/tables/profiles.ts';
import { tourSlots } from '../../../db/tables/tours.ts';
import { AppError } from '../../../lib/errors.ts';
import { dateText, parseDate } from '../../../lib/iso.ts';
import { localTime } from '../../../lib/local-time.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { datesAhead, startOfDate, timesBetween, zoneNameOf } from './local-times.ts';

/**
 * The times by hand that are still to come, by date and agent.
 * @returns also the date at which the next page begins; null: there are no more.
 * @throws AppError INVALID_REQUEST (too far ahead)
 */
export const listTimes = (
  outer: UnitOfWork,
  { from, days = 31 }: TimesQuery,
): Promise<{ items: Times[]; next: string | null }> =>
  transact(outer, async (unit) => {
    const timezone = await zoneNameOf(unit);
    const { first, last } = datesAhead(unit, timezone);
    if (from !== undefined && from > last)
      throw new AppError('INVALID_REQUEST', `Nothing is planned after ${last}.`, {
        issues: [{ path: 'from', message: `After ${last}` }],
      });
    const begin = from === undefined || from < first ? first : from;
    const since = Math.max(startOfDate(timezone, begin), unit.ctx.clock.now());
    const until = startOfDate(timezone, dateText(parseDate(begin) + days));
    const rows = await unit.tx
      .select({ startsAt: tourSlots.startsAt, agent: profiles.email })
      .from(tourSlots)
      .innerJoin(profiles, eq(profiles.id, tourSlots.profileId))
      .where(timesBetween(unit, since, until))
      .orderBy(asc(tourSlots.startsAt), asc(profiles.email));
    const [after] = await unit.tx
      .select({ startsAt: min(tourSlots.startsAt) })
      .from(tourSlots)
      .where(timesBetween(unit, until));
    const times = rows.map(({ startsAt, agent }) => ({ agent, ...localTime(timezone, startsAt) }));
    const byDay = Map.groupBy(times, ({ date, agent }) => `${date} ${agent}`);
    const items = [...byDay.values()].map((day) => ({
      date: day[0]!.date,
      agent: day[0]!.agent,
      times: day.map(({ time }) => time),
    }));
    const next = after?.startsAt ?? null;
    return { items, next: next === null ? null : localTime(timezone, next).date };
  });
