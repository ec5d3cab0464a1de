import type { ConnectionRef, ConnectionStatus } from '@luma-leasing/types/calendar';
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import { calendarConnections } from '../../../db/tables/calendars.ts';
import { propertyAgents } from '../../../db/tables/profiles.ts';
import type { Member } from '../../../http/member.ts';
import { AppError } from '../../../lib/errors.ts';
import { DAY_MS } from '../../../lib/iso.ts';
import { transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { mayActFor } from '../../accounts/may.ts';
import { unitAtProperty } from '../../accounts/unit-of-member.ts';
import type { TokenStatus } from '../grants/token.ts';

/** The state of a connection, and what a manager should do about it, in plain words [C4, M4]. Pure. */

/** Instants are epoch ms. */
export interface ConnectionFacts {
  accountEmail: string;
  tokenStatus: TokenStatus;
  failingSince: number | null;
  disconnectedAt: number | null;
  lastHealthCheckAt: number | null;
  healthCheckError: string | null;
}

export interface CalendarFacts {
  summary: string;
  isDefault: boolean;
  writable: boolean;
  lastSyncedAt: number | null;
  lastError: string | null;
  /** The calendar has an event whose time we cannot read. */
  hasUnreadable: boolean;
}

type ConnectionState = Pick<ConnectionStatus, 'state' | 'tokenStatus' | 'todo'>;

/** @param newTours the calendar that receives the agent's new tours, in words; null: there is none. */
export function connectionStateOf(
  connection: ConnectionFacts,
  calendars: readonly CalendarFacts[],
  newTours: string | null,
  now: number,
): ConnectionState {
  const tokenStatus = statusAt(connection, now);
  return { tokenStatus, ...adviceOn(connection, tokenStatus, calendars, newTours) };
}

// `expiring` becomes `expired` after a day of failures, also if nobody tries a refresh meanwhile.
function statusAt({ tokenStatus, failingSince }: ConnectionFacts, now: number): TokenStatus {
  const aged = tokenStatus === 'expiring' && failingSince !== null && now - failingSince >= DAY_MS;
  return aged ? 'expired' : tokenStatus;
}

/** The error of the last health check; null if a calendar of the account was synced since. */
export function healthErrorOf(
  { lastHealthCheckAt, healthCheckError }: ConnectionFacts,
  calendars: readonly Pick<CalendarFacts, 'lastSyncedAt'>[],
): string | null {
  const wasSynced = calendars.some((one) => (one.lastSyncedAt ?? 0) > (lastHealthCheckAt ?? 0));
  return wasSynced ? null : healthCheckError;
}

function adviceOn(
  connection: ConnectionFacts,
  tokenStatus: TokenStatus,
  calendars: readonly CalendarFacts[],
  newTours: string | null,
): Pick<ConnectionState, 'state' | 'todo'> {
  const { accountEmail, disconnectedAt } = connection;
  if (disconnectedAt !== null)
    return {
      state: 'not_connected',
      todo: `Connect ${accountEmail} again to have tours written to it and its busy times kept free.`,
    };
  if (tokenStatus === 'revoked')
    return error(
      `Access to ${accountEmail} was taken back, or its password was changed. Connect it again: ${meanwhile(newTours)}`,
    );
  if (tokenStatus === 'expired')
    return error(
      `Access to ${accountEmail} could not be renewed for more than a day. Connect it again: ${meanwhile(newTours)}`,
    );
  if (tokenStatus === 'expiring')
    return error(
      `Access to ${accountEmail} cannot be renewed just now. We keep trying; connect it again if this lasts until tomorrow.`,
    );
  const failing = calendars.find((calendar) => calendar.lastError !== null);
  if (failing)
    return error(
      `“${failing.summary}” could not be synced. We keep trying; “Sync now” tries at once. If this lasts, check that ${accountEmail} still has this calendar.`,
    );
  if (healthErrorOf(connection, calendars) !== null)
    return error(`${accountEmail} did not answer at the last check. We keep trying.`);
  if (calendars.some((calendar) => calendar.isDefault && !calendar.writable))
    return error(
      `${accountEmail} may no longer write to the calendar that new tours go to. Choose another one.`,
    );
  const unclear = calendars.find((calendar) => calendar.hasUnreadable);
  if (unclear)
    return error(
      `“${unclear.summary}” holds an event of which we cannot read when it is. Until it is changed or deleted there, ${accountEmail} is asked anew for every free time that is shown.`,
    );
  if (calendars.some((calendar) => calendar.lastSyncedAt === null))
    return { state: 'syncing', todo: null };
  return { state: 'connected', todo: null };
}

const meanwhile = (newTours: string | null) =>
  newTours === null
    ? 'tours booked meanwhile are kept, and will be written then.'
    : `new tours go to ${newTours} meanwhile, and those that stand here cannot be changed here.`;

const error = (todo: string) => ({ state: 'error' as const, todo });

export type Connection = typeof calendarConnections.$inferSelect;

/**
 * Checks that a member may act on a connection: their own, or that of an agent of a property that they manage.
 * @throws AppError NOT_FOUND (property, or no connection of its agents), FORBIDDEN
 */
export async function requireConnection(
  ctx: Context,
  member: Member,
  { property, connection: id }: ConnectionRef,
): Promise<{ unit: UnitOfWork; connection: Connection }> {
  const unit = await unitAtProperty(ctx, member, property);
  const [found] = await transact(unit, ({ tx }) =>
    tx
      .select({ connection: calendarConnections })
      .from(calendarConnections)
      .innerJoin(propertyAgents, eq(propertyAgents.profileId, calendarConnections.profileId))
      .where(
        and(eq(calendarConnections.id, id), eq(propertyAgents.propertyId, unit.scope.propertyId)),
      ),
  );
  if (!found) throw new AppError('NOT_FOUND', 'No agent of this property has such a calendar.');
  if (!mayActFor(unit.actor, found.connection.profileId))
    throw new AppError('FORBIDDEN', 'You may change your own calendars only.');
  return { unit, connection: found.connection };
}
