import { and, gt, lt, or, sql, type SQL } from 'drizzle-orm';
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { actorColumns, createdAt, id, instant, organizationPolicy, ofSystem } from '../columns.ts';
import { DAY_MS } from '../../lib/iso.ts';
import { agentCalendars, calendarConnections, eventSyncStatus } from './calendars.ts';
import { organizations } from './organizations.ts';

/** What an event of the mirror said when both sides last agreed. */
export interface AgreedEvent {
  /** Epoch ms. */
  startsAt: number;
  endsAt: number;
  allDay: boolean;
  title: string;
  location: string;
  description: string;
  /**
   * The revision of our last write that the event carried then. Another one in the event means that a write has
   * arrived since.
   */
  revision: number | null;
}

/**
 * The mirror of the events in the agents' calendars, without our tours. Sync writes it, and so do people on our
 * side: a row that they change is `pending` until the calendar has the change, too.
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
    /** We cannot read when the event is: while there is such an event, the mirror is not believed. */
    unreadable: boolean().notNull().default(false),
    title: text(),
    location: text(),
    description: text(),
    /**
     * It stands for a tour, for example of a colleague in a shared calendar: it is busy, and changes only with the
     * tour.
     */
    forTour: boolean().notNull().default(false),
    /** The kind of an appointment that was made here. */
    kind: text({ enum: ['meeting', 'signing', 'move_in', 'travel', 'other'] }),
    etag: text(),
    /** Null: we never wrote it to the calendar, nor saw it there. */
    agreed: jsonb().$type<AgreedEvent>(),
    syncStatus: eventSyncStatus().notNull().default('synced'),
    lastError: text(),
    /** Grows with every change made here: so the job that writes the event knows whether it changed meanwhile. */
    revision: integer().notNull().default(0),
    /** The last full listing that saw it. */
    syncRun: integer().notNull().default(0),
    /** Deleted here; the row stays until the calendar has followed. */
    deletedAt: instant(),
    updatedAt: createdAt(),
  },
  (table) => [
    unique().on(table.agentCalendarId, table.providerEventId),
    index().on(table.profileId, table.startsAt),
    // All other events are found by their start.
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
 * A condition: the event reaches into a stretch of time (epoch ms). Events are found by their start, and the few
 * longer than a day by a separate index, so that past events are not read.
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
 * What people did on our side to events of the mirror, append-only [B6]. It outlives a deleted event, and holds
 * none of its words, because they may be private.
 */
export const appointmentHistory = pgTable(
  'appointment_history',
  {
    id: id(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** The id of the row in `external_calendar_events`. */
    appointmentId: uuid().notNull(),
    profileId: uuid().notNull(),
    at: instant().notNull(),
    action: text({ enum: ['created', 'changed', 'deleted'] }).notNull(),
    ...actorColumns(),
    /** The old and the new time, and which of the words changed. */
    details: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (table) => [
    index().on(table.appointmentId, table.at),
    index().on(table.organizationId, table.at),
    organizationPolicy(),
  ],
);

/** What sync did, one row for each operation [S8]. For a conflict, `details` has both versions. */
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
    /** `skipped`: the provider does not offer this. */
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
 * Polls that found nothing new, counted by connection and hour [S8]. Three thousand calendars make a million a day:
 * too many for a row each.
 */
export const calendarIdlePolls = pgTable(
  'calendar_idle_polls',
  {
    organizationId: uuid().notNull(),
    connectionId: uuid()
      .notNull()
      .references(() => calendarConnections.id, { onDelete: 'cascade' }),
    /** The start of the hour. */
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
