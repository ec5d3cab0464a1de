import type { Connections, ConnectionStatus } from '@luma-leasing/types/calendar';
import { and, asc, count, eq, gt, inArray, isNull, max, ne } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import {
  agentCalendars,
  calendarChannels,
  calendarConnections,
} from '../../../db/tables/calendars.ts';
import { mirrorEvents } from '../../../db/tables/mirror.ts';
import { profiles, propertyAgents } from '../../../db/tables/profiles.ts';
import { tourEvents, tourBookings } from '../../../db/tables/tours.ts';
import { instantText } from '../../../lib/iso.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { mayActFor } from '../../accounts/may.ts';
import { countSync, type SyncCounts, syncFiguresOf } from '../sync-figures.ts';
import { placesOfNewTours } from '../receiving-calendar.ts';
import { type Connection, connectionStateOf, healthErrorOf } from './connection-state.ts';

type Calendar = typeof agentCalendars.$inferSelect & {
  channelExpiresAt: number | null;
  hasUnreadable: boolean;
};

/**
 * The state of the calendars of a property's agents [C4]. An agent sees their own.
 */
export async function getStatus(unit: UnitOfWork): Promise<Connections> {
  const { ctx, scope, actor } = unit;
  const now = ctx.clock.now();
  const known = await transact(unit, async ({ tx }) => {
    const agents = (await agentsOf(tx, scope.propertyId)).filter(({ id }) => mayActFor(actor, id));
    const ids = agents.map((agent) => agent.id);
    const table = calendarConnections;
    const connections = await tx
      .select()
      .from(table)
      .where(inArray(table.profileId, ids))
      .orderBy(asc(table.connectedAt));
    return {
      agents,
      places: await placesOfNewTours(tx, ids),
      connections,
      calendars: await calendarsOf(tx, ids, now),
      unwritten: await unwrittenOf(tx, now),
      counts: await countSync(
        tx,
        now,
        connections.map(({ id }) => id),
      ),
    };
  });
  const { agents, places, connections, calendars, unwritten, counts } = known;
  return {
    success: true,
    agents: agents.map((agent) => ({
      ...agent,
      connectUrl: `${ctx.config.APP_URL}/api/lumaleasing/calendar/connect?property=${scope.propertyId}&agent=${agent.id}`,
      unwrittenTours: unwritten.get(agent.id) ?? 0,
      connections: connections
        .filter((connection) => connection.profileId === agent.id)
        .map((connection) => {
          const newTours = places.get(agent.id) ?? null;
          return present(connection, calendars, {
            counts: counts.get(connection.id),
            newTours,
            now,
          });
        }),
    })),
    last24Hours: syncFiguresOf(connections.map(({ id }) => counts.get(id))),
  };
}

function present(
  connection: Connection,
  all: Calendar[],
  {
    counts,
    newTours,
    now,
  }: { counts: SyncCounts | undefined; newTours: string | null; now: number },
): ConnectionStatus {
  const calendars = all.filter((calendar) => calendar.connectionId === connection.id);
  const { id, provider, accountEmail, connectedAt } = connection;
  return {
    id,
    provider,
    accountEmail,
    ...connectionStateOf(connection, calendars, newTours, now),
    connectedAt: instantText(connectedAt),
    disconnectedAt: text(connection.disconnectedAt),
    lastHealthCheckAt: text(connection.lastHealthCheckAt),
    error: healthErrorOf(connection, calendars),
    last24Hours: syncFiguresOf([counts]),
    calendars: calendars.map((calendar) => ({
      id: calendar.id,
      calendarId: calendar.calendarId,
      name: calendar.summary,
      timezone: calendar.timezone,
      default: calendar.isDefault,
      blocksTime: calendar.blocksTime,
      showTitles: calendar.showTitles,
      writable: calendar.writable,
      lastSyncedAt: text(calendar.lastSyncedAt),
      channelExpiresAt: text(calendar.channelExpiresAt),
      error: calendar.lastError,
    })),
  };
}

const text = (ms: number | null) => (ms === null ? null : instantText(ms));

const agentsOf = (tx: Tx, propertyId: string) =>
  tx
    .select({ id: profiles.id, name: profiles.name, email: profiles.email })
    .from(profiles)
    .innerJoin(propertyAgents, eq(propertyAgents.profileId, profiles.id))
    .where(eq(propertyAgents.propertyId, propertyId))
    .orderBy(asc(profiles.name));

async function calendarsOf(tx: Tx, profileIds: string[], now: number): Promise<Calendar[]> {
  const calendars = await tx
    .select()
    .from(agentCalendars)
    .where(inArray(agentCalendars.profileId, profileIds))
    .orderBy(asc(agentCalendars.summary));
  const channels = await tx
    .select({ id: calendarChannels.agentCalendarId, expiresAt: max(calendarChannels.expiresAt) })
    .from(calendarChannels)
    .where(
      and(
        inArray(
          calendarChannels.agentCalendarId,
          calendars.map(({ id }) => id),
        ),
        isNull(calendarChannels.stoppedAt),
        gt(calendarChannels.expiresAt, now),
      ),
    )
    .groupBy(calendarChannels.agentCalendarId);
  const until = new Map(channels.map(({ id, expiresAt }) => [id, expiresAt]));
  const unreadable = await tx
    .selectDistinct({ id: mirrorEvents.agentCalendarId })
    .from(mirrorEvents)
    .where(eq(mirrorEvents.unreadable, true));
  const unclear = new Set(unreadable.map(({ id }) => id));
  return calendars.map((calendar) => ({
    ...calendar,
    hasUnreadable: unclear.has(calendar.id),
    channelExpiresAt: until.get(calendar.id) ?? null,
  }));
}

async function unwrittenOf(tx: Tx, now: number): Promise<Map<string, number>> {
  const rows = await tx
    .select({ profileId: tourBookings.profileId, tours: count() })
    .from(tourEvents)
    .innerJoin(tourBookings, eq(tourBookings.id, tourEvents.tourId))
    .where(
      and(
        ne(tourEvents.syncStatus, 'synced'),
        eq(tourBookings.status, 'confirmed'),
        gt(tourBookings.endsAt, now),
      ),
    )
    .groupBy(tourBookings.profileId);
  return new Map(rows.map(({ profileId, tours }) => [profileId, tours]));
}
