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
import { createdAt, id, instant, ofOrganization, ofSystem } from '../columns.ts';
import { organizations } from './organizations.ts';
import { profiles } from './profiles.ts';

export const calendarProvider = pgEnum('calendar_provider', ['google', 'microsoft', 'caldav']);
export const tokenStatus = pgEnum('token_status', ['healthy', 'expiring', 'expired', 'revoked']);

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
    /** Who refreshes holds this; the others wait for the new token. */
    refreshLeaseUntil: instant(),
    lastHealthCheckAt: instant(),
    healthCheckError: text(),
    connectedAt: createdAt(),
    disconnectedAt: instant(),
  },
  (table) => [
    unique().on(table.profileId, table.provider, table.accountEmail),
    index().on(table.organizationId),
    ofOrganization(),
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
    syncToken: text(),
    channelId: text(),
    channelResourceId: text(),
    channelTokenHash: text(),
    channelExpiresAt: instant(),
    lastSyncedAt: instant(),
  },
  (table) => [
    unique().on(table.connectionId, table.calendarId),
    uniqueIndex('one_default_calendar')
      .on(table.profileId)
      .where(sql`is_default`),
    ofOrganization(),
    ofSystem(),
  ],
);

/** The mirror of what stands in the agents' calendars. Filled by sync. */
export const externalCalendarEvents = pgTable(
  'external_calendar_events',
  {
    id: id(),
    organizationId: uuid().notNull(),
    agentCalendarId: uuid()
      .notNull()
      .references(() => agentCalendars.id, { onDelete: 'cascade' }),
    profileId: uuid().notNull(),
    providerEventId: text().notNull(),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    busy: boolean().notNull(),
    title: text(),
    etag: text(),
  },
  (table) => [
    unique().on(table.agentCalendarId, table.providerEventId),
    index().on(table.profileId, table.startsAt),
    ofOrganization(),
  ],
);

/** Every refresh of an access token, kept for the operator. */
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
  (table) => [index().on(table.connectionId, table.at), ofOrganization()],
);

/** A consent under way. Single use, bound to link, browser, property and agent; dead after 15 min. */
export const oauthStates = pgTable(
  'oauth_states',
  {
    id: id(),
    organizationId: uuid().notNull(),
    propertyId: uuid().notNull(),
    profileId: uuid().notNull(),
    provider: calendarProvider().notNull(),
    /** Fingerprints: the values themselves are only in the browser. */
    stateHash: text().notNull().unique(),
    browserHash: text().notNull(),
    /** Which one-time link opened it. */
    linkId: text().notNull(),
    /** PKCE, sealed. */
    verifier: text().notNull(),
    expiresAt: instant().notNull(),
    consumedAt: instant(),
    /** Set when a calendar was connected: the link is then spent. */
    connectedAt: instant(),
  },
  (table) => [index().on(table.linkId), ofSystem()],
);
