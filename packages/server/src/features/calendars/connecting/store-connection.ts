import { and, eq } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { enqueueAll } from '../../../jobs/enqueue.ts';
import { newId } from '../../../lib/ids.ts';
import { type OpenUnit, transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { sealTokens } from '../grants/access-token.ts';
import { openChannelJob, syncCalendarJob } from '../job-contracts.ts';
import { lockDefault } from '../receiving-calendar.ts';
import { enqueueWriteAgentTours } from '../enqueue-write-agent-tours.ts';
import type { AccessToken, CalendarInfo, ProviderId } from '../provider.ts';
import { isConnected } from '../grants/token.ts';

/** The result of a person's consent. */
export interface GrantedAccess {
  token: AccessToken;
  accountEmail: string;
  calendar: CalendarInfo;
}

export interface StoredConnection {
  /** Whether new tours go to this calendar, or to another one of the agent's. */
  isDefault: boolean;
}

/** The agent that a grant belongs to, and the provider. */
export interface GrantOwner {
  organizationId: string;
  profileId: string;
  provider: ProviderId;
}

/**
 * Stores an encrypted grant with its calendar, and queues the agent's tours. If the same account was connected before,
 * its connection is renewed.
 */
export async function storeConnection(
  unit: UnitOfWork,
  owner: GrantOwner,
  { token, accountEmail, calendar }: GrantedAccess,
): Promise<StoredConnection> {
  return transact(unit, async (unit) => {
    const connectionId = await storeGrant(unit, owner, token, accountEmail);
    await lockDefault(unit.tx, owner.profileId);
    const isDefault = await storeCalendar(unit.tx, owner, connectionId, calendar);
    await enqueueCalendars(unit, connectionId);
    await enqueueWriteAgentTours(unit, owner.profileId);
    return { isDefault };
  });
}

async function storeGrant(
  { ctx, tx }: OpenUnit,
  owner: GrantOwner,
  token: AccessToken,
  accountEmail: string,
): Promise<string> {
  const { organizationId, profileId, provider } = owner;
  const now = ctx.clock.now();
  const table = calendarConnections;
  const [known] = await tx
    .select({ id: table.id })
    .from(table)
    .where(
      and(
        eq(table.profileId, profileId),
        eq(table.provider, provider),
        eq(table.accountEmail, accountEmail),
      ),
    );
  const id = known?.id ?? newId();
  const grant = {
    ...sealTokens(ctx, { organizationId, id }, token, now),
    scopes: token.scopes ?? [],
    tokenStatus: 'healthy' as const,
    failingSince: null,
    refreshLeaseUntil: null,
    lastHealthCheckAt: now,
    healthCheckError: null,
    pausedUntil: null,
    connectedAt: now,
    disconnectedAt: null,
  };
  await tx
    .insert(table)
    .values({ id, organizationId, profileId, provider, accountEmail, ...grant })
    .onConflictDoUpdate({ target: table.id, set: grant });
  return id;
}

async function storeCalendar(
  tx: Tx,
  { organizationId, profileId }: GrantOwner,
  connectionId: string,
  calendar: CalendarInfo,
): Promise<boolean> {
  const table = agentCalendars;
  const { calendarId, summary, timezone, primary: isPrimary, writable } = calendar;
  const isDefault = writable && (await takesDefault(tx, profileId, connectionId));
  const [stored] = await tx
    .insert(table)
    .values({
      organizationId,
      profileId,
      connectionId,
      calendarId,
      summary,
      timezone,
      isPrimary,
      writable,
      isDefault,
    })
    .onConflictDoUpdate({
      target: [table.connectionId, table.calendarId],
      set: {
        summary,
        timezone,
        isPrimary,
        writable,
        ...(isDefault ? { isDefault } : {}),
      },
    })
    .returning({ isDefault: table.isDefault });
  return stored!.isDefault;
}

// Calendars that were chosen in an earlier connection of the account come back with it. Their mirror is old, so they
// are listed in full.
async function enqueueCalendars(unit: OpenUnit, connectionId: string) {
  const calendars = await unit.tx
    .update(agentCalendars)
    .set({ syncToken: null })
    .where(eq(agentCalendars.connectionId, connectionId))
    .returning({ agentCalendarId: agentCalendars.id });
  await enqueueAll(unit, syncCalendarJob, calendars);
  await enqueueAll(unit, openChannelJob, calendars);
}

// The first connected calendar receives new tours as long as it can; a dead or lost one is replaced by this one.
async function takesDefault(tx: Tx, profileId: string, connectionId: string): Promise<boolean> {
  const [current] = await tx
    .select({
      id: agentCalendars.id,
      writable: agentCalendars.writable,
      connectionId: calendarConnections.id,
      tokenStatus: calendarConnections.tokenStatus,
      disconnectedAt: calendarConnections.disconnectedAt,
    })
    .from(agentCalendars)
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .where(and(eq(agentCalendars.profileId, profileId), agentCalendars.isDefault));
  if (!current) return true;
  const works =
    current.connectionId === connectionId ||
    (current.disconnectedAt === null && isConnected(current.tokenStatus));
  if (current.writable && works) return false;
  await tx
    .update(agentCalendars)
    .set({ isDefault: false })
    .where(eq(agentCalendars.id, current.id));
  return true;
}
