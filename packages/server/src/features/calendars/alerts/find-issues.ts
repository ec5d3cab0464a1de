import { and, asc, eq, gt, isNotNull, isNull, ne, notExists, or, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Tx } from '../../../db/client.ts';
import type { TenantScope } from '../../../db/scope.ts';
import { agentCalendars, calendarConnections } from '../../../db/tables/calendars.ts';
import { messages } from '../../../db/tables/messages.ts';
import { profiles, propertyAgents } from '../../../db/tables/profiles.ts';
import {
  eventRemovals,
  tourBookings,
  tourEvents,
  toursEndAfter,
} from '../../../db/tables/tours.ts';
import { DAY_MS } from '../../../lib/iso.ts';
import { placesOfNewTours } from '../receiving-calendar.ts';
import { isConnected } from '../grants/token.ts';

/** What a property's manager must know: a problem with a calendar, or messages that were given up. */
export interface Issue {
  reason: 'revoked' | 'write_failed' | 'not_removed' | 'not_synced' | 'message_failed';
  /** Identifies one occurrence of the issue. Has no personal data. */
  key: string;
  agentName: string;
  /** The name of the account or the calendar. */
  about: string;
  /** The start of the tour whose event could not be written or removed; epoch ms. */
  startsAt: number | null;
  /** The calendar that receives the agent's new tours while the account does not let us in. */
  instead?: string | null;
}

/** All issues of a property at this moment [C6, C7]. */
export async function findIssues(tx: Tx, scope: TenantScope, now: number): Promise<Issue[]> {
  return [
    ...(await ofConnections(tx, scope, now)),
    ...(await ofTours(tx, now)),
    ...(await ofRemovals(tx, scope, now)),
    ...(await ofMessages(tx, now)),
  ];
}

type OfAgent = Issue & { profileId: string };

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
  const issues = rows.flatMap(({ agentName, connection, calendar }): OfAgent[] => {
    const { profileId } = connection;
    const issue = { agentName, profileId, startsAt: null };
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
  // A dead grant is one issue, however many calendars it has.
  const matters = [...new Map(issues.map((issue) => [issue.key, issue])).values()];
  const revoked = matters.filter(({ reason }) => reason === 'revoked');
  const places = await placesOfNewTours(
    tx,
    revoked.map(({ profileId }) => profileId),
  );
  for (const issue of revoked) issue.instead = places.get(issue.profileId) ?? null;
  return matters;
}

async function ofTours(tx: Tx, now: number): Promise<Issue[]> {
  const rows = await tx
    .select({ id: tourBookings.id, startsAt: tourBookings.startsAt, agentName: profiles.name })
    .from(tourEvents)
    .innerJoin(tourBookings, eq(tourBookings.id, tourEvents.tourId))
    .innerJoin(profiles, eq(profiles.id, tourBookings.profileId))
    .where(and(eq(tourEvents.syncStatus, 'failed'), gt(tourBookings.endsAt, now)))
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

/**
 * SQL, of removals with their tours and accounts: a person must remove the event. The removal was given up, or its
 * account is disconnected. Of a second event we know only later whether it is a person's copy, which would stay.
 */
export const needsPerson = (now: number): SQL | undefined =>
  and(
    toursEndAfter(now),
    or(
      isNotNull(eventRemovals.failedAt),
      and(isNotNull(calendarConnections.disconnectedAt), isNotNull(eventRemovals.generation)),
    ),
  );

async function ofRemovals(tx: Tx, { propertyId }: TenantScope, now: number): Promise<Issue[]> {
  const rows = await tx
    .select({
      id: eventRemovals.id,
      startsAt: tourBookings.startsAt,
      agentName: profiles.name,
      summary: agentCalendars.summary,
      elsewhere: eventRemovals.elsewhere,
    })
    .from(eventRemovals)
    .innerJoin(tourBookings, eq(tourBookings.id, eventRemovals.tourId))
    .innerJoin(agentCalendars, eq(agentCalendars.id, eventRemovals.agentCalendarId))
    .innerJoin(calendarConnections, eq(calendarConnections.id, agentCalendars.connectionId))
    .innerJoin(profiles, eq(profiles.id, agentCalendars.profileId))
    .where(and(eq(eventRemovals.propertyId, propertyId), needsPerson(now)))
    .orderBy(asc(tourBookings.startsAt))
    .limit(20);
  return rows.map(({ id, startsAt, agentName, summary, elsewhere }) => ({
    reason: 'not_removed',
    key: `not_removed:${id}`,
    agentName,
    about: `“${elsewhere?.summary ?? summary}”`,
    startsAt,
  }));
}

/** After this time an untold message is no longer an issue. */
const untoldForMs = 30 * DAY_MS;

/**
 * SQL: messages that were given up, and that no sent alert has told of. Alerts do not count: an alert that cannot be
 * delivered must not cause the next one.
 */
export function isUntold(tx: Tx, now: number): SQL | undefined {
  const alert = alias(messages, 'alert');
  const arrived = tx
    .select({ id: alert.id })
    .from(alert)
    .where(and(eq(alert.id, messages.alertId), eq(alert.status, 'sent')));
  return and(
    eq(messages.status, 'failed'),
    ne(messages.kind, 'calendar_alert'),
    gt(messages.endedAt, now - untoldForMs),
    notExists(arrived),
  );
}

// All given-up messages are one issue. Messages that were told do not count any more, so a later one is a new issue.
async function ofMessages(tx: Tx, now: number): Promise<Issue[]> {
  const oldest = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(isUntold(tx, now))
    .orderBy(asc(messages.endedAt), asc(messages.id))
    .limit(1);
  return oldest.map(({ id }) => ({
    reason: 'message_failed',
    key: `message_failed:${id}`,
    agentName: '',
    about: '',
    startsAt: null,
  }));
}
