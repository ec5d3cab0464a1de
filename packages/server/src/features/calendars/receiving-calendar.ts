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
  agentCalendarId: string;
  calendarId: string;
  summary: string;
  accountEmail: string;
  tokenStatus: TokenStatus;
  timezone: string;
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

const receiving = statement<{ profileId: string }>({ profileId: 'uuid' }, ({ profileId }) =>
  receivingSql(
    `k.id as "agentCalendarId", k.calendar_id as "calendarId", k.summary, k.timezone, n.id as "connectionId", n.provider,
    n.account_email as "accountEmail", n.token_status as "tokenStatus",
    ${identitySql} as identity`,
    profileId,
  ),
);

/** The calendar that receives an agent's new tours; undefined: there is none. */
export async function receivingCalendar(
  tx: Tx,
  profileId: string,
): Promise<ReceivingCalendar | undefined> {
  const [calendar] = rowsOf<ReceivingCalendar>(await tx.execute(toSql(receiving({ profileId }))));
  return calendar;
}

/** The calendar that receives an agent's new tours, in words; null: there is none until somebody connects one. */
export async function placeOfNewTours(tx: Tx, profileId: string): Promise<string | null> {
  const calendar = await receivingCalendar(tx, profileId);
  if (!calendar || !isConnected(calendar.tokenStatus)) return null;
  return `“${calendar.summary}” of ${calendar.accountEmail}`;
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
