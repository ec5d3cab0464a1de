import { and, gt, lt, or, sql, type SQL } from 'drizzle-orm';
import {
  boolean,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { actorColumns, createdAt, id, instant, organizationPolicy, ofSystem } from '../columns.ts';
import { DAY_MS } from '../../lib/iso.ts';
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
    /** Who refreshes holds this; the others wait for the new token. */
    refreshLeaseUntil: instant(),
    lastHealthCheckAt: instant(),
    healthCheckError: text(),
    /** The provider asked for patience: nothing is asked of this account before. */
    pausedUntil: instant(),
    /** How long it was left alone the last time: asked for patience again, twice as long. */
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
    /** Whether what others put into it is read with its words, or only as busy: where the manager allows [S6]. */
    showTitles: boolean().notNull().default(false),
    /** Where the next question for changes begins; null: list everything. */
    syncToken: text(),
    /** Counts full listings: a row of the mirror that an older one saw last is gone. */
    syncRun: integer().notNull().default(0),
    /** The end of what was listed; the mirror knows nothing after it. */
    mirroredUntil: instant(),
    lastSyncedAt: instant(),
    lastAttemptAt: instant(),
    lastError: text(),
    /** Since when syncing fails. */
    failingSince: instant(),
    /** It could not be watched, and is not tried again before. */
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
 * Push channels. A renewed calendar has two for a while: the old one is stopped when the new one stands. The row
 * comes before the provider is asked, for its first message may come before its answer.
 */
export const calendarChannels = pgTable(
  'calendar_channels',
  {
    id: id(),
    organizationId: uuid().notNull(),
    agentCalendarId: uuid()
      .notNull()
      .references(() => agentCalendars.id, { onDelete: 'cascade' }),
    /** The provider's name of what is watched; null until it has answered. */
    resourceId: text(),
    tokenHash: text().notNull(),
    /** Null until the provider has answered. */
    expiresAt: instant(),
    createdAt: createdAt(),
    stoppedAt: instant(),
  },
  (table) => [
    // Those that ended stay: only what lasts is looked for.
    index().on(table.agentCalendarId, table.expiresAt),
    organizationPolicy(),
    ofSystem(),
  ],
);

/**
 * What a provider has still to be told of a connection that ended. Written with its end; a job does it, and erases the
 * token when it has, or when it gives up. A sweep asks again for what still has one.
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
    /** Sealed as the connection's; null: told, or given up. */
    refreshToken: text(),
    /** To be stopped. */
    channels: jsonb().$type<OpenChannel[]>().notNull(),
    /** The grant may be ended until then: what is granted anew for the account meanwhile may end with it. */
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

/** What both sides last agreed that an event of the mirror says. */
export interface AgreedEvent {
  /** Epoch ms. */
  startsAt: number;
  endsAt: number;
  allDay: boolean;
  title: string;
  location: string;
  description: string;
  /** Of our last write that it carried then: another one means that a write arrived since. */
  revision: number | null;
}

/**
 * The mirror of what stands in the agents' calendars, but for our tours. Written by sync, and by people on our
 * side: such a row is `pending` until the calendar has it too.
 */
export const mirrorEvents = pgTable(
  'external_calendar_events',
  {
    id: id(),
    organizationId: uuid().notNull(),
    agentCalendarId: uuid()
      .notNull()
      .references(() => agentCalendars.id, { onDelete: 'cascade' }),
    profileId: uuid().notNull(),
    providerEventId: text().notNull(),
    /** The series it is an instance of. */
    seriesId: text(),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    /** Its days are whole days in the calendar's zone. */
    allDay: boolean().notNull().default(false),
    busy: boolean().notNull(),
    /** We cannot read when it is: while such a one is there, the mirror is not believed. */
    unreadable: boolean().notNull().default(false),
    title: text(),
    location: text(),
    description: text(),
    /** It stands for a tour, of a colleague in a shared calendar, say: as busy as any, and changed only as a tour. */
    forTour: boolean().notNull().default(false),
    /** Of an appointment made here. */
    kind: text({ enum: ['meeting', 'signing', 'move_in', 'travel', 'other'] }),
    etag: text(),
    /** Null: never written, and never seen there. */
    agreed: jsonb().$type<AgreedEvent>(),
    syncStatus: eventSyncStatus().notNull().default('synced'),
    lastError: text(),
    /** Grows with every change made here: who writes it knows whether it changed meanwhile. */
    revision: integer().notNull().default(0),
    /** Which full listing saw it last. */
    syncRun: integer().notNull().default(0),
    /** Deleted here; the row stays until the calendar has followed. */
    deletedAt: instant(),
    updatedAt: createdAt(),
  },
  (table) => [
    unique().on(table.agentCalendarId, table.providerEventId),
    index().on(table.profileId, table.startsAt),
    // The others are found by their start.
    index('events_longer_than_a_day')
      .on(table.profileId, table.endsAt)
      .where(sql`ends_at - starts_at > interval '1 day'`),
    index('unreadable_events')
      .on(table.agentCalendarId)
      .where(sql`unreadable`),
    index('unsynced_appointments')
      .on(table.updatedAt)
      .where(sql`sync_status <> 'synced'`),
    organizationPolicy(),
    ofSystem(),
  ],
);

/**
 * Which events of the mirror reach into a stretch of time: epoch ms. By their start but for the few long ones, which have an
 * index of their own: nothing that is over is read.
 */
export const eventsReachInto = (from: number, to: number): SQL => {
  const { startsAt, endsAt } = mirrorEvents;
  const isLong = sql`${endsAt} - ${startsAt} > interval '1 day'`;
  return and(
    gt(endsAt, from),
    lt(startsAt, to),
    or(gt(startsAt, from - DAY_MS), and(isLong, gt(endsAt, from))),
  )!;
};

/**
 * What people did on our side to events of the mirror, append-only [B6]. It outlives the event, whose row goes when it is
 * deleted, and holds no words of it: they may be somebody's own.
 */
export const appointmentHistory = pgTable(
  'appointment_history',
  {
    id: id(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** Of the row in `external_calendar_events`. */
    appointmentId: uuid().notNull(),
    profileId: uuid().notNull(),
    at: instant().notNull(),
    action: text({ enum: ['created', 'changed', 'deleted'] }).notNull(),
    ...actorColumns(),
    /** When it was and is to be, and which words changed. */
    details: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (table) => [
    index().on(table.appointmentId, table.at),
    index().on(table.organizationId, table.at),
    organizationPolicy(),
  ],
);

/** What sync did, one row an operation [S8]. Both versions of a conflict are in `details`. */
export const calendarSyncLogs = pgTable(
  'calendar_sync_logs',
  {
    id: id(),
    organizationId: uuid().notNull(),
    connectionId: uuid()
      .notNull()
      .references(() => calendarConnections.id, { onDelete: 'cascade' }),
    agentCalendarId: uuid().references(() => agentCalendars.id, { onDelete: 'cascade' }),
    tourId: uuid(),
    at: instant().notNull(),
    ...actorColumns(),
    direction: text({ enum: ['inbound', 'outbound'] }).notNull(),
    operation: text().notNull(),
    /** `skipped`: the provider has no such thing to offer. */
    outcome: text({ enum: ['ok', 'failed', 'conflict', 'skipped'] }).notNull(),
    durationMs: integer().notNull(),
    items: integer().notNull().default(0),
    error: text(),
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [
    index().on(table.connectionId, table.at),
    index().on(table.agentCalendarId),
    index().on(table.at),
    organizationPolicy(),
    ofSystem(),
  ],
);

/**
 * Polls that found nothing new, by connection and hour [S8]. Three thousand calendars make a million of them a day: they
 * count in the figures, and are worth no row each.
 */
export const calendarIdlePolls = pgTable(
  'calendar_idle_polls',
  {
    organizationId: uuid().notNull(),
    connectionId: uuid()
      .notNull()
      .references(() => calendarConnections.id, { onDelete: 'cascade' }),
    /** When it began. */
    hour: instant().notNull(),
    polls: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.connectionId, table.hour] }),
    index().on(table.hour),
    organizationPolicy(),
    ofSystem(),
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
  (table) => [
    index().on(table.connectionId, table.at),
    index().on(table.at),
    organizationPolicy(),
    ofSystem(),
  ],
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
  (table) => [index().on(table.linkId), index().on(table.expiresAt), ofSystem()],
);
