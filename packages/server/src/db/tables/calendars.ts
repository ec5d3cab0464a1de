import { sql } from 'drizzle-orm';
import {
  boolean,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, id, instant, organizationPolicy, ofSystem } from '../columns.ts';
import { organizations } from './organizations.ts';
import { profiles } from './profiles.ts';

export const calendarProvider = pgEnum('calendar_provider', ['google', 'microsoft', 'caldav']);
export const tokenStatus = pgEnum('token_status', ['healthy', 'expiring', 'expired', 'revoked']);
export const eventSyncStatus = pgEnum('sync_status', ['pending', 'synced', 'failed']);

/** One grant: an agent's account at a provider, with its encrypted tokens. */
export const calendarConnections = pgTable(
  'calendar_connections',
  {
    id: id(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    profileId: uuid()
      .notNull()
      .references(() => profiles.id, { onDelete: 'cascade' }),
    provider: calendarProvider().notNull(),
    accountEmail: text().notNull(),
    scopes: jsonb().$type<string[]>().notNull(),
    /** Sealed; erased on disconnect. */
    accessToken: text(),
    refreshToken: text(),
    accessTokenExpiresAt: instant(),
    tokenStatus: tokenStatus().notNull().default('healthy'),
    /** Since when refreshing fails. */
    failingSince: instant(),
    /** The process that refreshes holds this lease; the others wait for the new token. */
    refreshLeaseUntil: instant(),
    lastHealthCheckAt: instant(),
    healthCheckError: text(),
    /** The provider asked us to wait: this account is asked nothing before. */
    pausedUntil: instant(),
    /** The length of the last pause. If the provider asks again, the next pause is twice as long. */
    pausedForMs: integer(),
    connectedAt: createdAt(),
    disconnectedAt: instant(),
  },
  (table) => [
    unique().on(table.profileId, table.provider, table.accountEmail),
    index().on(table.accountEmail),
    index().on(table.organizationId),
    organizationPolicy(),
    ofSystem(),
  ],
);

/** The calendars of a grant that an agent uses. */
export const agentCalendars = pgTable(
  'agent_calendars',
  {
    id: id(),
    organizationId: uuid().notNull(),
    profileId: uuid()
      .notNull()
      .references(() => profiles.id, { onDelete: 'cascade' }),
    connectionId: uuid()
      .notNull()
      .references(() => calendarConnections.id, { onDelete: 'cascade' }),
    /** The provider's id. */
    calendarId: text().notNull(),
    summary: text().notNull(),
    timezone: text().notNull(),
    /** New tours are written here. */
    isDefault: boolean().notNull().default(false),
    blocksTime: boolean().notNull().default(true),
    /** The account's main one. */
    isPrimary: boolean().notNull().default(false),
    /** The account may change its events. */
    writable: boolean().notNull().default(true),
    /**
     * Whether the mirror keeps the words of other people's events, or only that they are busy; the manager decides
     * [S6].
     */
    showTitles: boolean().notNull().default(false),
    /** The cursor of the next listing of changes; null: list everything. */
    syncToken: text(),
    /** Counts full listings. A row of the mirror with a lower number is gone from the calendar. */
    syncRun: integer().notNull().default(0),
    /** The end of the time that was listed; the mirror knows nothing after it. */
    mirroredUntil: instant(),
    lastSyncedAt: instant(),
    lastAttemptAt: instant(),
    lastError: text(),
    /** Since when syncing fails. */
    failingSince: instant(),
    /** No channel could be opened; it is not tried again before. */
    watchAfter: instant(),
  },
  (table) => [
    unique().on(table.connectionId, table.calendarId),
    index().on(table.profileId),
    uniqueIndex('one_default_calendar')
      .on(table.profileId)
      .where(sql`is_default`),
    organizationPolicy(),
    ofSystem(),
  ],
);

/**
 * Push channels. A renewed calendar has two for a while: the old one is stopped when the new one works. The row is
 * written before the provider is asked, because its first push may come before its answer.
 */
export const calendarChannels = pgTable(
  'calendar_channels',
  {
    id: id(),
    organizationId: uuid().notNull(),
    agentCalendarId: uuid()
      .notNull()
      .references(() => agentCalendars.id, { onDelete: 'cascade' }),
    /** The provider's id of the watched list; null until the provider has answered. */
    resourceId: text(),
    tokenHash: text().notNull(),
    /** Null until the provider has answered. */
    expiresAt: instant(),
    createdAt: createdAt(),
    stoppedAt: instant(),
  },
  (table) => [
    // Rows of ended channels stay; queries look for those that last.
    index().on(table.agentCalendarId, table.expiresAt),
    organizationPolicy(),
    ofSystem(),
  ],
);

/**
 * Ended connections that the provider must still be told of. A job tells it, and erases the token when that is done
 * or given up; a sweep queues a job for each row that still has a token.
 */
export const calendarReleases = pgTable(
  'calendar_releases',
  {
    id: id(),
    organizationId: uuid().notNull(),
    connectionId: uuid().notNull(),
    profileId: uuid().notNull(),
    provider: calendarProvider().notNull(),
    accountEmail: text().notNull(),
    /** Sealed like the connection's; null: the provider was told, or we gave up. */
    refreshToken: text(),
    /** The channels to stop. */
    channels: jsonb().$type<OpenChannel[]>().notNull(),
    /** Until then the provider may still end the grant, and a new grant for the account may end with it. */
    revokingUntil: instant(),
    createdAt: createdAt(),
  },
  (table) => [
    index().on(table.accountEmail),
    index().on(table.createdAt),
    index('releases_to_do')
      .on(table.id)
      .where(sql`refresh_token is not null`),
    organizationPolicy(),
    ofSystem(),
  ],
);

export interface OpenChannel {
  id: string;
  resourceId: string | null;
}

/** All refreshes of access tokens, kept for the operator. */
export const calendarTokenRefreshes = pgTable(
  'calendar_token_refreshes',
  {
    id: id(),
    organizationId: uuid().notNull(),
    connectionId: uuid()
      .notNull()
      .references(() => calendarConnections.id, { onDelete: 'cascade' }),
    at: instant().notNull(),
    durationMs: integer().notNull(),
    outcome: text({ enum: ['refreshed', 'revoked', 'failed'] }).notNull(),
    error: text(),
  },
  (table) => [
    index().on(table.connectionId, table.at),
    index().on(table.at),
    organizationPolicy(),
    ofSystem(),
  ],
);

/**
 * A consent that is under way. It works once, is bound to link, browser, property and agent, and ends after 15 min.
 */
export const oauthStates = pgTable(
  'oauth_states',
  {
    id: id(),
    organizationId: uuid().notNull(),
    propertyId: uuid().notNull(),
    profileId: uuid().notNull(),
    provider: calendarProvider().notNull(),
    /** Hashes: only the browser has the values. */
    stateHash: text().notNull().unique(),
    browserHash: text().notNull(),
    /** The one-time link with which it began. */
    linkId: text().notNull(),
    /** The PKCE verifier, sealed. */
    verifier: text().notNull(),
    expiresAt: instant().notNull(),
    consumedAt: instant(),
    /** When the calendar was connected. The link cannot be used again then. */
    connectedAt: instant(),
  },
  (table) => [index().on(table.linkId), index().on(table.expiresAt), ofSystem()],
);
