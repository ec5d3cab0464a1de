import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, ofProperty, ofSystem } from '../columns.ts';
import { properties } from './properties.ts';
import { tourBookings } from './tours.ts';

export const messageKinds = [
  'manage_link',
  'tour_moved',
  'tour_reassigned',
  'tour_cancelled',
  'tour_restored',
  'tour_in_conflict',
  /** To the agent: the prospect has declined the calendar's invitation. */
  'guest_declined',
  /** To the manager: about a calendar, or about a message that was given up. */
  'calendar_alert',
  'lead_message',
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** Why a message is no longer sent. */
export const dropReasons = [
  'tour_cancelled',
  'tour_stands',
  'tour_over',
  'changed_since',
  'told_by_a_later_one',
  'mended',
  'erased',
] as const;
export type DropReason = (typeof dropReasons)[number];

/**
 * Why an attempt failed, as members see it. The error's own text names the operator's machines, so it is not shown.
 */
export const messageFailures = ['address_refused', 'mail_server_refused', 'unreachable'] as const;

/**
 * The outbox: every message to a person is a row, written in the transaction of its cause. A `dedupeKey` is unique,
 * so that nobody is told twice.
 */
export const messages = pgTable(
  'messages',
  {
    id: id(),
    propertyId: uuid()
      .notNull()
      .references(() => properties.id, { onDelete: 'cascade' }),
    tourId: uuid().references(() => tourBookings.id, { onDelete: 'cascade' }),
    kind: text({ enum: messageKinds }).notNull(),
    /** What the message tells beside the tour. Nothing personal. */
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    dedupeKey: text().notNull(),
    recipient: text().notNull(),
    /** `failed`: given up. `dropped`: there is nothing to tell any more. */
    status: text({ enum: ['queued', 'sent', 'failed', 'dropped'] })
      .notNull()
      .default('queued'),
    createdAt: createdAt(),
    attempts: integer().notNull().default(0),
    /** While queued: it is not tried before. */
    nextTryAt: instant()
      .notNull()
      .default(sql`now()`),
    /** The error of the last failed attempt: the mail server's or our own. */
    lastError: text(),
    lastFailure: text({ enum: messageFailures }),
    /** If the message was given up: the alert that tells of it. */
    alertId: uuid(),
    dropReason: text({ enum: dropReasons }),
    /** When it was sent. While queued: when the process that is sending it last renewed its claim. */
    sentAt: instant(),
    /** When it was sent, given up or dropped. */
    endedAt: instant(),
  },
  (table) => [
    unique().on(table.propertyId, table.dedupeKey),
    index().on(table.tourId),
    index('queued_messages')
      .on(table.nextTryAt)
      .where(sql`status = 'queued'`),
    index('failed_messages')
      .on(table.endedAt)
      .where(sql`status = 'failed'`),
    index('calendar_alerts')
      .on(table.propertyId, table.createdAt)
      .where(sql`kind = 'calendar_alert'`),
    ofProperty(),
    ofSystem(),
  ],
);
