import type { Change, PutTimes } from '@luma-leasing/types/admin';
import { and, eq, gte, inArray, lt } from 'drizzle-orm';
import { profiles, propertyAgents } from '../../../db/tables/profiles.ts';
import { tourSlots } from '../../../db/tables/tours.ts';
import { AppError } from '../../../lib/errors.ts';
import { DAY_MS, MINUTE_MS, parseDate, parseMinute } from '../../../lib/iso.ts';
import { localTime } from '../../../lib/local-time.ts';
import { zoneOf } from '../../../lib/zone.ts';
import { noteChange, transact, type OpenUnit, type UnitOfWork } from '../../../unit-of-work.ts';
import { requireAgentByEmail } from '../../accounts/find-agent.ts';
import { zoneNameOf } from './list-times.ts';

/**
 * The times by hand of one agent on one local date: these, and no others.
 * @throws AppError NOT_FOUND (agent), INVALID_REQUEST (whose they are, a time that the clocks leave out, a past date)
 */
export function putTimes(
  outer: UnitOfWork,
  date: string,
  { agent, times }: PutTimes,
): Promise<Change> {
  const { propertyId } = outer.scope;
  return transact(
    outer,
    async (unit) => {
      const timezone = await zoneNameOf(unit);
      if (date < localTime(timezone, unit.ctx.clock.now()).date)
        throw refused('date', `${date} is past in ${timezone}.`);
      const wanted = new Set(times.map((time) => instantAt(timezone, date, time)));
      const profileId = await whose(unit, agent);
      const { from, to } = reachOf(timezone, date);
      const before = await unit.tx
        .select()
        .from(tourSlots)
        .where(
          and(
            eq(tourSlots.propertyId, propertyId),
            eq(tourSlots.profileId, profileId),
            gte(tourSlots.startsAt, from),
            lt(tourSlots.startsAt, to),
          ),
        );
      const stand = new Set(before.map(({ startsAt }) => startsAt));
      const gone = before.filter(({ startsAt }) => !wanted.has(startsAt)).map(({ id }) => id);
      const fresh = [...wanted.difference(stand)];
      if (gone.length > 0) await unit.tx.delete(tourSlots).where(inArray(tourSlots.id, gone));
      if (fresh.length > 0)
        await unit.tx
          .insert(tourSlots)
          .values(fresh.map((startsAt) => ({ propertyId, profileId, startsAt })));
      if (gone.length === 0 && fresh.length === 0) return 'unchanged';
      noteChange(unit);
      return stand.size === 0 ? 'created' : 'changed';
    },
    { locks: [`times of ${propertyId}`] },
  );
}

/** Who is named; else the only one who shows the property; else its front desk. */
async function whose(unit: OpenUnit, email: string | undefined): Promise<string> {
  if (email !== undefined) return (await requireAgentByEmail(unit, email)).profileId;
  const people = await unit.tx
    .select({ id: profiles.id, email: profiles.email, frontDesk: profiles.frontDesk })
    .from(profiles)
    .innerJoin(propertyAgents, eq(propertyAgents.profileId, profiles.id))
    .where(and(eq(propertyAgents.propertyId, unit.scope.propertyId), propertyAgents.active));
  const agents = people.filter((one) => !one.frontDesk);
  const [only, another] = agents.length > 0 ? agents : people;
  if (!only || another)
    throw refused('agent', `Say whose times: ${agents.map((one) => one.email).join(', ')}.`);
  return only.id;
}

/** The instants of a local date. */
function reachOf(timezone: string, date: string) {
  const zone = zoneOf(timezone);
  const midnight = parseDate(date) * DAY_MS;
  return { from: zone.reached(midnight), to: zone.reached(midnight + DAY_MS) };
}

function instantAt(timezone: string, date: string, time: string): number {
  const local = parseDate(date) * DAY_MS + parseMinute(time) * MINUTE_MS;
  const instant = zoneOf(timezone).reached(local);
  if (localTime(timezone, instant).time !== time)
    throw refused('times', `${time} is left out on ${date}: the clocks of ${timezone} go forward.`);
  return instant;
}

const refused = (path: string, message: string) =>
  new AppError('INVALID_REQUEST', message, { issues: [{ path, message }] });
