import { and, eq, gt, gte, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import { rowsOf } from '../../db/client.ts';
import type { TenantScope } from '../../db/scope.ts';
import {
  agentCalendars,
  calendarConnections,
  externalCalendarEvents,
} from '../../db/tables/calendars.ts';
import { profiles, propertyAgents } from '../../db/tables/profiles.ts';
import { lumaleasingConfig, properties } from '../../db/tables/properties.ts';
import { tourSlots } from '../../db/tables/tours.ts';

/** Epoch ms. */
export interface Window {
  from: number;
  to: number;
}

export type Property = typeof properties.$inferSelect;
export type TourConfig = typeof lumaleasingConfig.$inferSelect;
export type AgentCalendar = Awaited<ReturnType<typeof loadCalendars>>[number];
export type Agent = Awaited<ReturnType<typeof loadAgents>>[number];

export interface TourBlock {
  profileId: string;
  propertyId: string;
  startsAt: number;
  endsAt: number;
}

/** All that the database knows about what a property offers in a window. */
export interface Offer {
  property: Property;
  config: TourConfig;
  agents: Agent[];
  calendars: AgentCalendar[];
  /** Confirmed tours of these agents, at any property. */
  tours: TourBlock[];
  mirror: { profileId: string; startsAt: number; endsAt: number }[];
  manual: { profileId: string; startsAt: number }[];
}

/** One round trip on Postgres: the statements are pipelined. */
export async function loadOffer(tx: Tx, scope: TenantScope, window: Window): Promise<Offer> {
  const [property, agents, calendars, tours, mirror, manual] = await Promise.all([
    loadProperty(tx, scope),
    loadAgents(tx, scope),
    loadCalendars(tx, scope),
    loadTours(tx, scope, window),
    loadMirror(tx, scope, window),
    loadManual(tx, window),
  ]);
  return { ...property, agents, calendars, tours, mirror, manual };
}

async function loadProperty(tx: Tx, scope: TenantScope) {
  const [row] = await tx
    .select({ property: properties, config: lumaleasingConfig })
    .from(properties)
    .innerJoin(lumaleasingConfig, eq(lumaleasingConfig.propertyId, properties.id))
    .where(eq(properties.id, scope.propertyId));
  if (!row) throw new Error('the property of a valid key is gone');
  return row;
}

const loadAgents = (tx: Tx, scope: TenantScope) =>
  tx
    .select({
      id: profiles.id,
      name: profiles.name,
      email: profiles.email,
      frontDesk: profiles.frontDesk,
      hours: propertyAgents.hours,
      overrides: propertyAgents.overrides,
      dailyCap: propertyAgents.dailyCap,
    })
    .from(propertyAgents)
    .innerJoin(profiles, eq(profiles.id, propertyAgents.profileId))
    .where(and(eq(propertyAgents.propertyId, scope.propertyId), propertyAgents.active));

const agentIds = (tx: Tx, scope: TenantScope) =>
  tx
    .select({ id: propertyAgents.profileId })
    .from(propertyAgents)
    .where(eq(propertyAgents.propertyId, scope.propertyId));

const loadCalendars = (tx: Tx, scope: TenantScope) =>
  tx
    .select({
      id: agentCalendars.id,
      profileId: agentCalendars.profileId,
      calendarId: agentCalendars.calendarId,
      isDefault: agentCalendars.isDefault,
      blocksTime: agentCalendars.blocksTime,
      lastSyncedAt: agentCalendars.lastSyncedAt,
      connectionId: calendarConnections.id,
      provider: calendarConnections.provider,
      tokenStatus: calendarConnections.tokenStatus,
    })
    .from(agentCalendars)
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .where(
      and(
        isNull(calendarConnections.disconnectedAt),
        inArray(agentCalendars.profileId, agentIds(tx, scope)),
      ),
    );

// A view across the organisation: an agent of two properties is busy at both.
async function loadTours(tx: Tx, scope: TenantScope, window: Window): Promise<TourBlock[]> {
  const rows = await tx.execute(sql`
    select profile_id as "profileId", property_id as "propertyId",
      extract(epoch from starts_at)::float8 * 1000 as "startsAt",
      extract(epoch from ends_at)::float8 * 1000 as "endsAt"
    from agent_blocks
    where profile_id in ${agentIds(tx, scope)}
      and starts_at < ${iso(window.to)} and starts_at > ${iso(window.from - longestTourMs)}`);
  return rowsOf<TourBlock>(rows);
}

const loadMirror = (tx: Tx, scope: TenantScope, window: Window) =>
  tx
    .select({
      profileId: externalCalendarEvents.profileId,
      startsAt: externalCalendarEvents.startsAt,
      endsAt: externalCalendarEvents.endsAt,
    })
    .from(externalCalendarEvents)
    .innerJoin(agentCalendars, eq(agentCalendars.id, externalCalendarEvents.agentCalendarId))
    .where(
      and(
        agentCalendars.blocksTime,
        externalCalendarEvents.busy,
        inArray(externalCalendarEvents.profileId, agentIds(tx, scope)),
        lt(externalCalendarEvents.startsAt, window.to),
        gt(externalCalendarEvents.endsAt, window.from),
      ),
    );

const loadManual = (tx: Tx, window: Window) =>
  tx
    .select({ profileId: tourSlots.profileId, startsAt: tourSlots.startsAt })
    .from(tourSlots)
    .where(and(gte(tourSlots.startsAt, window.from), lt(tourSlots.startsAt, window.to)));

/** No tour lasts longer; so a look-up by start finds every tour that reaches into the window. */
const longestTourMs = 24 * 3_600_000;

const iso = (ms: number) => new Date(ms).toISOString();
