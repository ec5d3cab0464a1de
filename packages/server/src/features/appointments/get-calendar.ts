import type { CalendarView } from '@luma-leasing/types/dashboard';
import { and, eq, inArray, isNull, lt, ne, sql } from 'drizzle-orm';
import { rowsOf, type Tx } from '../../db/client.ts';
import type { TenantScope } from '../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';
import { eventsReachInto, mirrorEvents } from '../../db/tables/mirror.ts';
import { profiles, propertyAgents } from '../../db/tables/profiles.ts';
import { properties } from '../../db/tables/properties.ts';
import { tourBookings, toursEndAfter } from '../../db/tables/tours.ts';
import { AppError } from '../../lib/errors.ts';
import { DAY_MS, instantText, parseInstant } from '../../lib/iso.ts';
import { type Actor, transact, type UnitOfWork } from '../../unit-of-work.ts';
import { mayManage } from '../accounts/may.ts';
import { teamTours } from '../tours/team/team-tours.ts';
import { clampToReach } from '../tours/tour-change.ts';
import { toCalendarEntry } from './present.ts';

const longestMs = 62 * DAY_MS;
const mirror = mirrorEvents;

interface Window {
  from: number;
  to: number;
}

/**
 * The tours and events of a property's agents in a stretch of time. An agent sees only their own.
 * @throws AppError INVALID_REQUEST
 */
export async function getCalendar(
  unit: UnitOfWork,
  query: { from: string; to: string },
): Promise<CalendarView> {
  const { scope, actor } = unit;
  const [from, to] = [parseInstant(query.from), parseInstant(query.to)];
  if (to <= from || to - from > longestMs)
    throw new AppError('INVALID_REQUEST', 'Ask for at most two months.', {
      issues: [{ path: 'to', message: 'After `from`, and at most 62 days later' }],
    });
  const window = { from: clampToReach(from), to: clampToReach(to) };
  return transact(unit, async ({ tx }) => {
    const { timezone, agents } = await loadAgents(tx, scope, actor);
    const ids = agents.map((agent) => agent.id);
    if (ids.length === 0)
      return { success: true, timezone, agents, tours: [], events: [], elsewhere: [] };
    const tours = await teamTours(
      tx,
      and(
        inArray(tourBookings.profileId, ids),
        ne(tourBookings.status, 'cancelled'),
        lt(tourBookings.startsAt, window.to),
        toursEndAfter(window.from),
      ),
    );
    const events = await loadEvents(tx, actor, ids, window);
    const elsewhere = await loadElsewhere(tx, scope, ids, window);
    return { success: true, timezone, agents, tours, events, elsewhere };
  });
}

async function loadAgents(tx: Tx, { propertyId }: TenantScope, actor: Actor) {
  const [property] = await tx
    .select({ timezone: properties.timezone })
    .from(properties)
    .where(eq(properties.id, propertyId));
  const agents = await tx
    .select({ id: profiles.id, name: profiles.name })
    .from(propertyAgents)
    .innerJoin(profiles, eq(profiles.id, propertyAgents.profileId))
    .where(
      and(
        eq(propertyAgents.propertyId, propertyId),
        // A member without a profile matches no agent.
        mayManage(actor) ? undefined : sql`${profiles.id} = ${actor.profileId}::uuid`,
      ),
    )
    .orderBy(profiles.name);
  return { timezone: property!.timezone, agents };
}

async function loadEvents(tx: Tx, actor: Actor, ids: string[], { from, to }: Window) {
  const { timezone, showTitles, writable } = agentCalendars;
  const rows = await tx
    .select({ row: mirror, calendar: { timezone, showTitles, writable } })
    .from(mirror)
    .innerJoin(agentCalendars, eq(agentCalendars.id, mirror.agentCalendarId))
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .where(
      and(
        inArray(mirror.profileId, ids),
        inArray(agentCalendars.profileId, ids),
        inArray(calendarConnections.profileId, ids),
        isNull(mirror.deletedAt),
        eq(mirror.unreadable, false),
        isNull(calendarConnections.disconnectedAt),
        eventsReachInto(from, to),
      ),
    )
    .orderBy(mirror.startsAt)
    .limit(5_000);
  return rows.map(({ row, calendar }) => toCalendarEntry(row, calendar, actor));
}

// Row security hides the tours of other properties. This view shows when they take our agents' time.
async function loadElsewhere(tx: Tx, { propertyId }: TenantScope, ids: string[], at: Window) {
  const found = await tx.execute(sql`
    select profile_id as "agentId", (extract(epoch from starts_at) * 1000)::float8 as "startsAt",
      (extract(epoch from ends_at) * 1000)::float8 as "endsAt"
    from agent_blocks
    where property_id <> ${propertyId}::uuid and profile_id in ${ids}
      and starts_at < ${instantText(at.to)}::timestamptz
      and ends_at > ${instantText(at.from)}::timestamptz
      and starts_at > ${instantText(at.from - DAY_MS)}::timestamptz
    order by starts_at`);
  return rowsOf<{ agentId: string; startsAt: number; endsAt: number }>(found).map((one) => ({
    agentId: one.agentId,
    startsAt: instantText(one.startsAt),
    endsAt: instantText(one.endsAt),
  }));
}
