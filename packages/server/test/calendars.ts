import type { calendar_v3 } from '@googleapis/calendar';
import { eq, getTableColumns, isNull } from 'drizzle-orm';
import { expect } from 'vitest';
import { asTenant, type TenantScope } from '../src/db/scope.ts';
import {
  agentCalendars,
  calendarConnections,
  calendarReleases,
  mirrorEvents,
} from '../src/db/tables/calendars.ts';
import { profiles, propertyAgents } from '../src/db/tables/profiles.ts';
import { eventually } from './eventually.ts';
import type { World } from './world.ts';

export const freeBusyPath = '/freeBusy$';
export const eventsPath = '/events$';

/** An event from one instant to another, as calendars write it. */
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

/** What the provider was asked while something went on. */
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

/** @param account where the agent has several. */
export async function connectionOf(world: World, email: string, account?: string) {
  const { id } = await profileOf(world, email);
  const connections = await asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(calendarConnections).where(eq(calendarConnections.profileId, id)),
  );
  return connections.find((one) => !account || one.accountEmail === account)!;
}

/** Lets somebody who works at one property work at another of the same organisation too. */
export async function alsoShows(world: World, email: string, scope: TenantScope): Promise<void> {
  const { id: profileId } = await profileOf(world, email);
  const { organizationId, propertyId } = scope;
  await asTenant(world.ctx.db, scope, (tx) =>
    tx.insert(propertyAgents).values({ organizationId, propertyId, profileId }),
  );
}

/** Waits until every calendar connected was listed once, as happens by itself after connecting. */
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

/** What providers had to be told of connections that ended, oldest first. */
export const releases = (world: World) =>
  asTenant(world.ctx.db, world.scope, (tx) =>
    tx.select().from(calendarReleases).orderBy(calendarReleases.createdAt),
  );

/** Waits until they have been told. */
export const released = (world: World) =>
  eventually(async () => {
    const waiting = (await releases(world)).filter((one) => one.refreshToken !== null);
    expect(waiting).toEqual([]);
  });

/** A mirror of an agent's calendar, as sync leaves it. */
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
