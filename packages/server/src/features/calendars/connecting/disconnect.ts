import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { asSystem } from '../../../db/scope.ts';
import {
  agentCalendars,
  calendarChannels,
  calendarConnections,
} from '../../../db/tables/calendars.ts';
import { mirrorEvents } from '../../../db/tables/mirror.ts';
import { noteChange, type OpenUnit, transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { lockDefault, receivingCalendar } from '../receiving-calendar.ts';
import { enqueueRelease } from '../grants/release-account.ts';
import { enqueueWriteAgentTours } from '../enqueue-write-agent-tours.ts';
import { isGrantUsed } from '../grants/grant-use.ts';
import type { Connection } from '../connections/connection-state.ts';
import { unlinkTourEvents } from './unlink-tour-events.ts';

/** What happens to the grant. `kept`: another connection uses it. */
export type GrantEnd = 'revoking' | 'kept' | 'none';

/**
 * Ends a connection [C5]. Its tokens and its mirror are deleted. Its tours stay and are unlinked from their events,
 * which stay in the calendar. A job tells the provider.
 */
export async function disconnect(unit: UnitOfWork, connectionId: string): Promise<GrantEnd> {
  const { ctx } = unit;
  const ended = await transact(unit, async (unit) => {
    const { tx } = unit;
    const connection = await end(unit, connectionId);
    if (!connection) return undefined;
    await lockDefault(tx, connection.profileId);
    const calendars = await tx
      .update(agentCalendars)
      .set({
        syncToken: null,
        // A listing that is under way must not fill the mirror again.
        syncRun: sql`${agentCalendars.syncRun} + 1`,
        mirroredUntil: null,
        lastSyncedAt: null,
        lastAttemptAt: null,
        lastError: null,
        failingSince: null,
      })
      .where(eq(agentCalendars.connectionId, connectionId))
      .returning({ id: agentCalendars.id, isDefault: agentCalendars.isDefault });
    const ids = calendars.map((calendar) => calendar.id);
    // Unwritten appointments stay: they exist nowhere else, and wait until the account is connected again.
    await tx
      .delete(mirrorEvents)
      .where(
        and(inArray(mirrorEvents.agentCalendarId, ids), eq(mirrorEvents.syncStatus, 'synced')),
      );
    const channels = await tx
      .delete(calendarChannels)
      .where(inArray(calendarChannels.agentCalendarId, ids))
      .returning();
    if (calendars.some((calendar) => calendar.isDefault)) await passDefault(tx, connection);
    await unlinkTourEvents(unit, connection, ids);
    await enqueueWriteAgentTours(unit, connection.profileId);
    noteChange(unit, connection.profileId);
    return (await enqueueRelease(unit, connection, channels)) ? connection : undefined;
  });
  if (!ended) return 'none';
  return (await asSystem(ctx.db, (tx) => isGrantUsed(tx, ended))) ? 'kept' : 'revoking';
}

/** @returns the connection as it was before; undefined if it had ended already. */
async function end({ ctx, tx }: OpenUnit, id: string): Promise<Connection | undefined> {
  const thisOne = and(eq(calendarConnections.id, id), isNull(calendarConnections.disconnectedAt));
  const [connection] = await tx
    .select()
    .from(calendarConnections)
    .where(thisOne)
    .for('no key update');
  if (connection)
    await tx
      .update(calendarConnections)
      .set({
        accessToken: null,
        refreshToken: null,
        accessTokenExpiresAt: null,
        // A refresh that runs now loses its lease, so it stores no token.
        refreshLeaseUntil: null,
        // From now on this column holds what the provider could not be told.
        healthCheckError: null,
        disconnectedAt: ctx.clock.now(),
      })
      .where(thisOne);
  return connection;
}

// Moves the default to the calendar that receives new tours without this account. If there is none, the default stays
// for the time when the account is back.
async function passDefault(tx: Tx, { profileId }: Connection): Promise<void> {
  const next = await receivingCalendar(tx, profileId);
  if (!next || next.tokenStatus === 'revoked') return;
  await tx
    .update(agentCalendars)
    .set({ isDefault: false })
    .where(and(eq(agentCalendars.profileId, profileId), agentCalendars.isDefault));
  await tx
    .update(agentCalendars)
    .set({ isDefault: true })
    .where(eq(agentCalendars.id, next.agentCalendarId));
}
