import { sql } from 'drizzle-orm';
import { rowsOf, type Tx } from '../../db/client.ts';
import { takeLocks } from '../../db/scope.ts';
import { statement, toSql } from '../../db/statement.ts';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';
import { isConnected, type TokenStatus } from './grants/token.ts';
import type { ProviderId } from './provider.ts';

/** The columns that are needed to call a calendar. */
export const calendarColumns = {
  agentCalendarId: agentCalendars.id,
  calendarId: agentCalendars.calendarId,
  timezone: agentCalendars.timezone,
  connectionId: calendarConnections.id,
  provider: calendarConnections.provider,
};

/** SQL: the identity of a calendar, the same for all agents who have connected it: `tour_bookings.receiver`. */
export const identityOf = sql<string>`calendar_identity(${agentCalendars.organizationId},
  ${calendarConnections.provider}, ${agentCalendars.calendarId})`;

interface ReceivingCalendar {
  profileId: string;
  agentCalendarId: string;
  calendarId: string;
  summary: string;
  accountEmail: string;
  tokenStatus: TokenStatus;
  timezone: string;
  writable: boolean;
  connectionId: string;
  provider: ProviderId;
  identity: string;
}

/** `identityOf` for a row `k` of `agent_calendars` and its connection `n`. */
export const identitySql = 'calendar_identity(k.organization_id, n.provider, k.calendar_id)';

/**
 * SQL: the calendar that receives an agent's new tours. It is the default one if its grant works; else a calendar of the
 * account with a working grant that was connected first, the main one before those that block time; if there is none,
 * the default one, which may work again later. A calendar that may only be read receives nothing.
 * @param profileId an SQL expression.
 */
export function receivingSql(columns: string, profileId: string): string {
  return `select ${columns}
    from agent_calendars k join calendar_connections n on n.id = k.connection_id
    where k.profile_id = ${profileId} and k.writable and n.disconnected_at is null
    order by n.token_status in ('healthy', 'expiring') desc, k.is_default desc, n.connected_at, k.is_primary desc, k.id
    limit 1`;
}

const receiving = statement<{ profileIds: string }>({ profileIds: 'uuid[]' }, ({ profileIds }) => {
  const columns = `k.profile_id as "profileId", k.id as "agentCalendarId", k.calendar_id as "calendarId", k.summary,
    k.timezone, k.writable, n.id as "connectionId", n.provider, n.account_email as "accountEmail",
    n.token_status as "tokenStatus", ${identitySql} as identity`;
  return `select r.* from unnest(${profileIds}) as p(id) cross join lateral (${receivingSql(columns, 'p.id')}) r`;
});

/** The calendars that receive these agents' new tours. Agents without one are left out. */
async function receivingCalendars(
  tx: Tx,
  profileIds: readonly string[],
): Promise<ReceivingCalendar[]> {
  const query = receiving({ profileIds: `{${profileIds.join()}}` });
  return rowsOf<ReceivingCalendar>(await tx.execute(toSql(query)));
}

/** The calendar that receives an agent's new tours; undefined: there is none. */
export async function receivingCalendar(
  tx: Tx,
  profileId: string,
): Promise<ReceivingCalendar | undefined> {
  const [calendar] = await receivingCalendars(tx, [profileId]);
  return calendar;
}

/**
 * The calendars that receive agents' new tours, in words, by agent. Agents without one are left out, until somebody
 * connects one.
 */
export async function placesOfNewTours(
  tx: Tx,
  profileIds: readonly string[],
): Promise<Map<string, string>> {
  const calendars = await receivingCalendars(tx, profileIds);
  return new Map(
    calendars
      .filter(({ tokenStatus }) => isConnected(tokenStatus))
      .map(({ profileId, summary, accountEmail }) => [
        profileId,
        `“${summary}” of ${accountEmail}`,
      ]),
  );
}

/** `tour_bookings.receiver` of a tour of this agent, as a value for an update with Drizzle. */
export const receiverOf = (profileId: string) => toSql(receiver({ profileId }));

const receiver = statement<{ profileId: string }>(
  { profileId: 'uuid' },
  ({ profileId }) => `(${receivingSql(identitySql, profileId)})`,
);

/**
 * Locks an agent's default calendar: changing it unsets one row and sets another, and only one row may have it.
 * Lock order: the connection's row first, then this, then its calendars.
 */
export const lockDefault = (tx: Tx, profileId: string): Promise<void> =>
  takeLocks(tx, [`default_calendar|${profileId}`]);
