import { and, asc, desc, eq, gt, isNull, ne } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import type { TenantScope } from '../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../db/tables/calendars.ts';
import { messages } from '../../db/tables/messages.ts';
import { profiles, propertyAgents } from '../../db/tables/profiles.ts';
import { calendarEvents, tourBookings } from '../../db/tables/tours.ts';
import { DAY_MS } from '../../lib/iso.ts';
import { isConnected } from './token-health.ts';

/** What a property's manager has to know: of its calendars, and of messages that nobody got. */
export interface Issue {
  reason: 'revoked' | 'write_failed' | 'not_synced' | 'message_failed';
  /** Tells one occurrence from the next; nothing personal. */
  key: string;
  agentName: string;
  /** The account, or the calendar; or whom we could not reach. */
  about: string;
  /** Of a tour that could not be written; epoch ms. */
  startsAt: number | null;
}

/** All that stands at a property this moment [C6, C7]. */
export async function findIssues(tx: Tx, scope: TenantScope, now: number): Promise<Issue[]> {
  return [
    ...(await ofConnections(tx, scope, now)),
    ...(await ofTours(tx, now)),
    ...(await ofMessages(tx, now)),
  ];
}

/** Whether an alert that was raised for these subjects tells of the issue; messages are told of all together. */
export const isTold = ({ key, reason }: Issue, subjects: readonly string[]): boolean =>
  reason === 'message_failed'
    ? subjects.some((one) => one.startsWith(reason))
    : subjects.includes(key);

async function ofConnections(tx: Tx, { propertyId }: TenantScope, now: number): Promise<Issue[]> {
  const rows = await tx
    .select({ agentName: profiles.name, connection: calendarConnections, calendar: agentCalendars })
    .from(propertyAgents)
    .innerJoin(profiles, eq(profiles.id, propertyAgents.profileId))
    .innerJoin(calendarConnections, eq(calendarConnections.profileId, profiles.id))
    .innerJoin(agentCalendars, eq(agentCalendars.connectionId, calendarConnections.id))
    .where(
      and(
        eq(propertyAgents.propertyId, propertyId),
        eq(propertyAgents.active, true),
        isNull(calendarConnections.disconnectedAt),
      ),
    )
    .orderBy(asc(profiles.name));
  const issues = rows.flatMap(({ agentName, connection, calendar }): Issue[] => {
    const issue = { agentName, startsAt: null };
    const { id, accountEmail, connectedAt, tokenStatus } = connection;
    if (!isConnected(tokenStatus)) {
      const key = `revoked:${id}:${connectedAt}`;
      return [{ ...issue, reason: 'revoked', key, about: accountEmail }];
    }
    const about = `“${calendar.summary}” of ${accountEmail}`;
    const last = calendar.lastSyncedAt ?? connectedAt;
    if (now - last >= DAY_MS) {
      const key = `not_synced:${calendar.id}:${last}`;
      return [{ ...issue, reason: 'not_synced', key, about }];
    }
    if (calendar.isDefault && !calendar.writable)
      return [{ ...issue, reason: 'write_failed', key: `read_only:${calendar.id}`, about }];
    return [];
  });
  // A dead grant is one matter, however many calendars it has.
  return [...new Map(issues.map((issue) => [issue.key, issue])).values()];
}

async function ofTours(tx: Tx, now: number): Promise<Issue[]> {
  const rows = await tx
    .select({ id: tourBookings.id, startsAt: tourBookings.startsAt, agentName: profiles.name })
    .from(calendarEvents)
    .innerJoin(tourBookings, eq(tourBookings.id, calendarEvents.tourId))
    .innerJoin(profiles, eq(profiles.id, tourBookings.profileId))
    .where(and(eq(calendarEvents.syncStatus, 'failed'), gt(tourBookings.endsAt, now)))
    .orderBy(asc(tourBookings.startsAt))
    .limit(20);
  return rows.map(({ id, startsAt, agentName }) => ({
    reason: 'write_failed',
    key: `write_failed:${id}`,
    agentName,
    about: '',
    startsAt,
  }));
}

const namedAtMost = 5;

// One matter, however many they are; each that is given up later is news. Alerts are left out: one that cannot be
// delivered must not be the reason for the next.
async function ofMessages(tx: Tx, now: number): Promise<Issue[]> {
  const { id, kind, recipient, status, endedAt } = messages;
  const failed = await tx
    .select({ id, recipient })
    .from(messages)
    .where(and(eq(status, 'failed'), ne(kind, 'calendar_alert'), gt(endedAt, now - 7 * DAY_MS)))
    .orderBy(desc(endedAt), desc(id));
  const [last] = failed;
  if (!last) return [];
  const people = [...new Set(failed.map((one) => one.recipient))];
  const others = people.length - namedAtMost;
  const about = [
    ...people.slice(0, namedAtMost),
    ...(others > 0 ? [`and ${others} more`] : []),
  ].join(', ');
  const key = `message_failed:${last.id}`;
  return [{ reason: 'message_failed', key, agentName: '', about, startsAt: null }];
}
