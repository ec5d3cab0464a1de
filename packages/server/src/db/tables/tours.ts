import { tourStatuses, type Via } from '@luma-leasing/types/tour';
import { tourTypeIds } from '@luma-leasing/types/property';
import { and, gt, sql, type SQL } from 'drizzle-orm';
import {
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { DAY_MS } from '../../lib/iso.ts';
import {
  actorColumns,
  createdAt,
  id,
  instant,
  organizationPolicy,
  ofProperty,
  ofPropertyAndOrganization,
  ofSystem,
  ofSystemAndItsViews,
} from '../columns.ts';
import { agentCalendars, eventSyncStatus } from './calendars.ts';
import { leads } from './leads.ts';
import { profiles } from './profiles.ts';
import { properties } from './properties.ts';

export const tourStatus = pgEnum('tour_status', tourStatuses);
export const tourType = pgEnum('tour_type', tourTypeIds);

const instantRange = customType<{ data: string }>({ dataType: () => 'tstzrange' });

/**
 * Tours. Migrations add the constraints `no_overlap` and `no_overlap_in_calendar`: over `blocked`, no two confirmed
 * tours of one agent overlap, and no two in one calendar, of any agents.
 */
export const tourBookings = pgTable(
  'tour_bookings',
  {
    id: id(),
    organizationId: uuid().notNull(),
    propertyId: uuid()
      .notNull()
      .references(() => properties.id, { onDelete: 'cascade' }),
    /** Never null: a property without agents has a front desk. */
    profileId: uuid()
      .notNull()
      .references(() => profiles.id),
    /**
     * The calendar that the tour's event is in, or will be: the same for all agents who share it
     * (`calendar_identity`). Null: the agent had no calendar when the tour was booked.
     */
    receiver: uuid(),
    leadId: uuid()
      .notNull()
      .references(() => leads.id, { onDelete: 'cascade' }),
    status: tourStatus().notNull().default('confirmed'),
    tourType: tourType().notNull(),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    /** The end of the tour and its buffer. The agent's next tour begins no earlier. */
    blockedUntil: instant().notNull(),
    blocked: instantRange().generatedAlwaysAs(sql`tstzrange(starts_at, blocked_until, '[)')`),
    /** The prospect as they wrote themselves. The lead may say something else. */
    firstName: text().notNull(),
    /** Empty: a person with one name. */
    lastName: text().notNull(),
    email: text().notNull(),
    phone: text(),
    specialRequests: text(),
    locale: text(),
    /** A manager or sync keeps it although it collides. */
    conflictAccepted: boolean().notNull().default(false),
    /** The calendar could not be asked at the booking; the next sync checks the time. */
    unverified: boolean().notNull().default(false),
    /** Made with a test key: nobody is told, no figure counts it, it is deleted after a day. */
    test: boolean().notNull().default(false),
    /**
     * Whether the calendar invites the prospect. `known`: yes, we wrote to the address before, or the team wants
     * it; `first`: yes, as a new address of this hour; `withheld`: no, the hour had too many new addresses.
     */
    invitation: text({ enum: ['known', 'first', 'withheld'] })
      .notNull()
      .default('known'),
    cancelledVia: text().$type<Via>(),
    createdAt: createdAt(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    index().on(table.propertyId, table.startsAt),
    index().on(table.profileId, table.startsAt),
    index().on(table.receiver, table.startsAt),
    // Finds which agent got a tour last, in a history of any length.
    index().on(table.propertyId, table.profileId, table.createdAt),
    // Finds whether a person has a future tour, also before Postgres has statistics to choose an index by.
    index().on(table.leadId, table.propertyId, table.startsAt),
    // Finds whether an address has a future tour, or was written to before.
    index().on(table.propertyId, table.email),
    index('first_invitations')
      .on(table.propertyId, table.createdAt)
      .where(sql`invitation = 'first'`),
    index('confirmed_by_end')
      .on(table.endsAt)
      .where(sql`status = 'confirmed'`),
    // These tours are few, and queried often.
    index('unverified_tours')
      .on(table.profileId)
      .where(sql`unverified`),
    index('practised_tours')
      .on(table.propertyId, table.createdAt)
      .where(sql`test`),
    ofPropertyAndOrganization(),
    ofSystemAndItsViews(),
  ],
);

/**
 * A condition: the tour ends after this time (epoch ms). No tour is longer than a day, so the index on the start
 * serves.
 */
export const toursEndAfter = (ms: number): SQL =>
  and(gt(tourBookings.endsAt, ms), gt(tourBookings.startsAt, ms - DAY_MS))!;

/** What happened to a tour, append-only: the grants allow neither update nor delete. */
export const tourHistory = pgTable(
  'tour_history',
  {
    id: id(),
    propertyId: uuid().notNull(),
    tourId: uuid()
      .notNull()
      .references(() => tourBookings.id, { onDelete: 'cascade' }),
    at: instant().notNull(),
    action: text({
      enum: [
        'booked',
        'rescheduled',
        'reassigned',
        'cancelled',
        'restored',
        'guest_removed',
        'guest_invited',
        'guest_declined',
        /** A prospect who had declined now accepts, or answers "maybe". */
        'guest_reconsidered',
        'calendar_changed',
        'event_left',
        'completed',
        'no_show',
      ],
    }).notNull(),
    ...actorColumns(),
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [index().on(table.tourId, table.at), ofProperty()],
);

/** Times by hand: a manager enters them for a property without a connected calendar. */
export const tourSlots = pgTable(
  'tour_slots',
  {
    id: id(),
    propertyId: uuid()
      .notNull()
      .references(() => properties.id, { onDelete: 'cascade' }),
    profileId: uuid()
      .notNull()
      .references(() => profiles.id, { onDelete: 'cascade' }),
    startsAt: instant().notNull(),
  },
  (table) => [unique().on(table.propertyId, table.profileId, table.startsAt), ofProperty()],
);

/** What a tour's event said when both sides last agreed. */
export interface AgreedTourEvent {
  /** The event exists. */
  stands: boolean;
  /** Epoch ms. */
  startsAt: number;
  endsAt: number;
  /** The tour's revision then. */
  revision: number;
  /** Fingerprint of what we wrote into it. */
  text: string;
  /** Somebody took the prospect off the invitation. */
  uninvited?: boolean;
}

/** A calendar in which a tour's event was found although the tour cannot follow it there. */
export interface EventPlace {
  /** Our calendar whose account sees the event: this very calendar, or another one of the account. */
  agentCalendarId: string;
  /** The provider's id of the calendar. */
  calendarId: string;
  summary: string;
}

/** The link of a tour and its event in the agent's calendar. */
export const tourEvents = pgTable(
  'calendar_events',
  {
    tourId: uuid()
      .primaryKey()
      .references(() => tourBookings.id, { onDelete: 'cascade' }),
    propertyId: uuid().notNull(),
    /** Absent until the agent has a calendar to write to. */
    agentCalendarId: uuid().references(() => agentCalendars.id, { onDelete: 'set null' }),
    providerEventId: text(),
    etag: text(),
    /** Grows whenever the tour needs a new event: the id of a deleted event cannot be used again. */
    generation: integer().notNull().default(0),
    syncStatus: eventSyncStatus().notNull().default('pending'),
    /** What both sides last agreed; null: never written. */
    agreed: jsonb().$type<AgreedTourEvent>(),
    /** Where the event was last found, if not in the tour's calendar. Null: it is there, or it is gone. */
    elsewhere: jsonb().$type<EventPlace>(),
    /** What the prospect answered to the calendar's invitation. */
    invite: text({ enum: ['pending', 'accepted', 'declined', 'tentative'] })
      .notNull()
      .default('pending'),
    lastError: text(),
    syncedAt: instant(),
    /** Grows with every change of the tour: so the job that writes its event knows whether it changed meanwhile. */
    revision: integer().notNull().default(0),
    updatedAt: instant().notNull(),
  },
  (table) => [
    index('unsynced_events')
      .on(table.updatedAt)
      .where(sql`sync_status <> 'synced'`),
    index().on(table.agentCalendarId),
    ofProperty(),
    ofSystem(),
  ],
);

/**
 * Our events that must still be removed from a calendar: those of tours that went to another agent, and second
 * ones. A row is deleted with its event.
 */
export const eventRemovals = pgTable(
  'event_removals',
  {
    id: id(),
    organizationId: uuid().notNull(),
    propertyId: uuid().notNull(),
    tourId: uuid()
      .notNull()
      .references(() => tourBookings.id, { onDelete: 'cascade' }),
    agentCalendarId: uuid()
      .notNull()
      .references(() => agentCalendars.id, { onDelete: 'cascade' }),
    /** The event's generation if we wrote it; otherwise `eventId` is its id at the provider. */
    generation: integer(),
    eventId: text(),
    /** The event is removed from here, through the account of `agentCalendarId`. It has a generation and an id. */
    elsewhere: jsonb().$type<EventPlace>(),
    /** Until then the event may still appear: its writer may have sent the request. */
    arrivesUntil: instant().notNull(),
    createdAt: createdAt(),
    /** How often the removal was asked for. A job that removed the event before the last time must look again. */
    asked: integer().notNull().default(1),
    attempts: integer().notNull().default(0),
    /** The sweep asks for it then. */
    nextTryAt: instant()
      .notNull()
      .default(sql`now()`),
    /** The error of the last failed attempt. */
    lastError: text(),
    /** When it was given up. */
    failedAt: instant(),
  },
  (table) => [
    unique('one_removal_each')
      .on(table.agentCalendarId, table.tourId, table.generation, table.eventId)
      .nullsNotDistinct(),
    index().on(table.tourId),
    index().on(table.propertyId),
    // Only the version before needs it.
    index('failed_removals')
      .on(table.propertyId)
      .where(sql`failed_at is not null`),
    index().on(table.createdAt),
    organizationPolicy(),
    ofSystem(),
  ],
);

/** Answers to requests with an `Idempotency-Key`, kept for a day. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    propertyId: uuid().notNull(),
    /** Who sent the key: the id of a publishable key, or of a member. */
    askedBy: uuid().notNull(),
    route: text().notNull(),
    key: text().notNull(),
    requestHash: text().notNull(),
    /** Until then a server is answering the request. */
    leaseUntil: instant(),
    status: integer(),
    body: jsonb().$type<unknown>(),
    createdAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.askedBy, table.route, table.key] }),
    index().on(table.createdAt),
    ofProperty(),
    ofSystem(),
  ],
);
