import type { Change, PutTimes } from '@luma-leasing/types/admin';
import { and, eq, inArray } from 'drizzle-orm';
import { profiles, propertyAgents } from '../../../db/tables/profiles.ts';
import { tourSlots } from '../../../db/tables/tours.ts';
import { AppError } from '../../../lib/errors.ts';
import { dateText, parseDate } from '../../../lib/iso.ts';
import { localTime } from '../../../lib/local-time.ts';
import { noteChange, transact, type OpenUnit, type UnitOfWork } from '../../../unit-of-work.ts';
import { requireAgentByEmail } from '../../accounts/find-agent.ts';
import {
  datesAhead,
  instantAt,
  startOfDate,
  timesBetween,
  timesLock,
  zoneNameOf,
} from './local-times.ts';

/**
 * Sets the times by hand of one agent on one local date; other times of that date are deleted.
 * @throws AppError NOT_FOUND (agent), INVALID_REQUEST (the agent must be named, the clocks skip a time, or the date is
 *   past or too far ahead)
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
      const { first, last } = datesAhead(unit, timezone);
      if (date < first) throw refused('date', `${date} is past in ${timezone}.`);
      if (date > last) throw refused('date', `${date} is too far ahead: ${last} is the last date.`);
      const wanted = new Set(times.map((time) => requireInstant(timezone, date, time)));
      const from = startOfDate(timezone, date);
      const to = startOfDate(timezone, dateText(parseDate(date) + 1));
      const ofDate = await unit.tx
        .select({ ...slot, email: profiles.email })
        .from(tourSlots)
        .innerJoin(profiles, eq(profiles.id, tourSlots.profileId))
        .where(timesBetween(unit, from, to));
      const profileId =
        agent === undefined ? await onlyOne(unit, date, ofDate) : await named(unit, agent);
      const before = ofDate.filter((one) => one.profileId === profileId);
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
    { locks: [timesLock(propertyId)] },
  );
}

const slot = { id: tourSlots.id, profileId: tourSlots.profileId, startsAt: tourSlots.startsAt };

/** The profile id of the agent with this address; null: of the front desk. */
async function named(unit: OpenUnit, email: string | null): Promise<string> {
  if (email !== null) return (await requireAgentByEmail(unit, email)).profileId;
  const frontDesk = (await peopleOf(unit)).find((one) => one.frontDesk);
  if (!frontDesk) throw new AppError('NOT_FOUND', 'This property has no front desk.');
  return frontDesk.id;
}

/** The profile if none is named: the only agent or, without agents, the front desk. Nobody else may have times then. */
async function onlyOne(
  unit: OpenUnit,
  date: string,
  ofDate: { profileId: string; email: string | null }[],
): Promise<string> {
  const people = await peopleOf(unit);
  const agents = people.filter((one) => !one.frontDesk);
  const [only, another] = agents.length > 0 ? agents : people;
  if (!only || another)
    throw refused('agent', `Say whose times: ${agents.map((one) => one.email).join(', ')}.`);
  const others = ofDate.filter((one) => one.profileId !== only.id);
  if (others.length > 0) {
    const names = new Set([only, ...others].map(({ email }) => email ?? 'the front desk'));
    throw refused('agent', `Say whose times: on ${date} there may be ${[...names].join(' or ')}.`);
  }
  return only.id;
}

const peopleOf = (unit: OpenUnit) =>
  unit.tx
    .select({ id: profiles.id, email: profiles.email, frontDesk: profiles.frontDesk })
    .from(profiles)
    .innerJoin(propertyAgents, eq(propertyAgents.profileId, profiles.id))
    .where(and(eq(propertyAgents.propertyId, unit.scope.propertyId), propertyAgents.active));

function requireInstant(timezone: string, date: string, time: string): number {
  const instant = instantAt(timezone, date, time);
  if (localTime(timezone, instant).time !== time)
    throw refused('times', `${time} is left out on ${date}: the clocks of ${timezone} go forward.`);
  return instant;
}

const refused = (path: string, message: string) =>
  new AppError('INVALID_REQUEST', message, { issues: [{ path, message }] });
