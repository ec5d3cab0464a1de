import { sql } from 'drizzle-orm';
import { rowsOf, type Tx } from '../../db/client.ts';
import { takeLocks } from '../../db/scope.ts';
import { statement, toSql } from '../../db/statement.ts';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';
import { isConnected, type TokenStatus } from './grants/token.ts';
import type { ProviderId } from './provider.ts';

/** The columns by which a calendar is reached. */
export const calendarColumns = {
  agentCalendarId: agentCalendars.id,
  calendarId: agentCalendars.calendarId,
  timezone: agentCalendars.timezone,
  connectionId: calendarConnections.id,
  provider: calendarConnections.provider,
};

/** Which calendar it is, whoever has connected it: `tour_bookings.receiver`. */
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

/** SQL: the same, of a row `k` of `agent_calendars` and its connection `n`. */
export const identitySql = 'calendar_identity(k.organization_id, n.provider, k.calendar_id)';

/**
 * SQL: the calendar that new tours of an agent go to. The default one, while its grant works; else one of the longest connected
 * account whose grant does, its main one before those that were chosen to block time; without any, the default one, which may
 * come back. One that may only be read receives nothing.
 * @param profileId an expression.
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

/** The calendar that new tours of an agent go to; undefined: there is none. */
export async function receivingCalendar(
  tx: Tx,
  profileId: string,
): Promise<ReceivingCalendar | undefined> {
  const [calendar] = rowsOf<ReceivingCalendar>(await tx.execute(toSql(receiving({ profileId }))));
  return calendar;
}

/** Where new tours of an agent go, in words for people; null: nowhere, until somebody connects a calendar. */
export async function placeOfNewTours(tx: Tx, profileId: string): Promise<string | null> {
  const calendar = await receivingCalendar(tx, profileId);
  if (!calendar || !isConnected(calendar.tokenStatus)) return null;
  return `“${calendar.summary}” of ${calendar.accountEmail}`;
}

/** A condition's value in an update of Drizzle's: `tour_bookings.receiver` of a tour that goes to this agent. */
export const receiverOf = (profileId: string) => toSql(receiver({ profileId }));

const receiver = statement<{ profileId: string }>(
  { profileId: 'uuid' },
  ({ profileId }) => `(${receivingSql(identitySql, profileId)})`,
);

/**
 * Of those who change which calendar is an agent's default one at a time: it is unset in one row and set in another, and
 * only one row may have it. Taken after the connection's row is locked, and before any of its calendars.
 */
export const lockDefault = (tx: Tx, profileId: string): Promise<void> =>
  takeLocks(tx, [`default_calendar|${profileId}`]);
