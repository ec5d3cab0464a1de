import type { calendar_v3 } from '@googleapis/calendar';
import { eq, getTableColumns, isNull } from 'drizzle-orm';
import { expect } from 'vitest';
import { asTenant, type TenantScope } from '../src/db/scope.ts';
import {
  agentCalendars,
  calendarConnections,
  calendarReleases,
} from '../src/db/tables/calendars.ts';
import { mirrorEvents } from '../src/db/tables/mirror.ts';
import { profiles, propertyAgents } from '../src/db/tables/profiles.ts';
import { eventually } from './eventually.ts';
import type { World } from './world.ts';

export const freeBusyPath = '/freeBusy$';
export const eventsPath = '/events$';

/** The times of an event, in Google's form. */
export const timed = (from: string, to: string): calendar_v3.Schema$Event => ({
  start: { dateTime: from },
  end: { dateTime: to },
});

interface LoggedRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  account: string | null;
  status: number;
  body: Record<string, unknown> | null;
}

/** The requests that the provider got during the work. */
export async function askedDuring(
  { sandbox }: World,
  work: () => Promise<unknown>,
): Promise<LoggedRequest[]> {
  await sandbox.send('DELETE', '/_control/requests');
  await work();
  return (await sandbox.get<{ items: LoggedRequest[] }>('/_control/requests')).items;
}

export async function profileOf(world: World, email: string, scope = world.scope) {
  const [profile] = await asTenant(world.ctx.db, scope, (tx) =>
    tx.select().from(profiles).where(eq(profiles.email, email)),
  );
  return profile!;
}

/** @param account needed only if the agent has several. */
export async function connectionOf(world: World, email: string, account?: string) {
  const { id } = await profileOf(world, email);
  const connections = await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(calendarConnections).where(eq(calendarConnections.profileId, id)),
  );
  return connections.find((one) => !account || one.accountEmail === account)!;
}

/** Lets an agent of one property also show another property of the same organization. */
export async function alsoShows(world: World, email: string, scope: TenantScope): Promise<void> {
  const { id: profileId } = await profileOf(world, email);
  const { organizationId, propertyId } = scope;
  await asTenant(world.ctx.db, scope, (tx) =>
    tx.insert(propertyAgents).values({ organizationId, propertyId, profileId }),
  );
}

/** Waits until every connected calendar was listed once, which happens by itself after connecting. */
export const synced = (world: World) =>
  eventually(async () => {
    const calendars = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx
        .select(getTableColumns(agentCalendars))
        .from(agentCalendars)
        .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
        .where(isNull(calendarConnections.disconnectedAt)),
    );
    expect(
      calendars.filter(
        ({ lastAttemptAt, lastError, lastSyncedAt }) =>
          lastAttemptAt === null || (lastError === null && lastSyncedAt === null),
      ),
    ).toEqual([]);
  });

/** All releases of ended connections, oldest first. */
export const releases = (world: World) =>
  asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(calendarReleases).orderBy(calendarReleases.createdAt),
  );

/** Waits until all releases are done. */
export const released = (world: World) =>
  eventually(async () => {
    const waiting = (await releases(world)).filter((one) => one.refreshToken !== null);
    expect(waiting).toEqual([]);
  });

/** Makes an agent's calendar look synced at a time. */
export async function mirror(
  world: World,
  email: string,
  lastSyncedAt: number | null,
  busy: [from: string, to: string][] = [],
): Promise<void> {
  const { id: profileId } = await profileOf(world, email);
  await asTenant(world.ctx.db, world.scope, async (tx) => {
    const [calendar] = await tx
      .update(agentCalendars)
      .set({ lastSyncedAt, mirroredUntil: world.clock.now() + 200 * 86_400_000 })
      .where(eq(agentCalendars.profileId, profileId))
      .returning();
    const agentCalendarId = calendar!.id;
    const table = mirrorEvents;
    await tx.delete(table).where(eq(table.agentCalendarId, agentCalendarId));
    for (const [index, [from, to]] of busy.entries())
      await tx.insert(table).values({
        organizationId: world.scope.organizationId,
        agentCalendarId,
        profileId,
        providerEventId: `mirrored-${index}`,
        startsAt: Date.parse(from),
        endsAt: Date.parse(to),
        busy: true,
      });
  });
}
