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
 * Tours. No agent's confirmed tours can overlap, nor can those that go to one calendar, whoever gives them: the constraints
 * `no_overlap` and `no_overlap_in_calendar` (in migrations, Drizzle has no word for them) exclude it over `blocked`.
 */
export const tourBookings = pgTable(
  'tour_bookings',
  {
    id: id(),
    organizationId: uuid().notNull(),
    propertyId: uuid()
      .notNull()
      .references(() => properties.id, { onDelete: 'cascade' }),
    /** Never absent: the front desk, where a property has no agents. */
    profileId: uuid()
      .notNull()
      .references(() => profiles.id),
    /**
     * The calendar that its event stands in, or will: the same for all agents who share it (`calendar_identity`). Null: the
     * agent had none when it was booked.
     */
    receiver: uuid(),
    leadId: uuid()
      .notNull()
      .references(() => leads.id, { onDelete: 'cascade' }),
    status: tourStatus().notNull().default('confirmed'),
    tourType: tourType().notNull(),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    /** The end with the buffer: what the next tour of this agent keeps clear of. */
    blockedUntil: instant().notNull(),
    blocked: instantRange().generatedAlwaysAs(sql`tstzrange(starts_at, blocked_until, '[)')`),
    /** The prospect as they wrote themselves, whatever becomes of the lead. */
    firstName: text().notNull(),
    /** Empty: a person with one name. */
    lastName: text().notNull(),
    email: text().notNull(),
    phone: text(),
    specialRequests: text(),
    locale: text(),
    /** A manager or sync keeps it although it collides. */
    conflictAccepted: boolean().notNull().default(false),
    /** Booked while the calendar could not be asked; checked again at the next sync. */
    unverified: boolean().notNull().default(false),
    /** Made with a test key: seen by nobody, in no figure, gone after a day. */
    test: boolean().notNull().default(false),
    /**
     * Whether the calendar writes to the prospect. `known`: we had written to that address before, or the team wants it;
     * `first`: counts among the property's new addresses of the hour; `withheld`: it does not, there were too many.
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
    // Who was given a tour last, however long the history.
    index().on(table.propertyId, table.profileId, table.createdAt),
    // Whether a person has a tour to come, even before there are statistics to choose an index by.
    index().on(table.leadId, table.propertyId, table.startsAt),
    // Whether an address has a tour to come, or was written to before.
    index().on(table.propertyId, table.email),
    index('first_invitations')
      .on(table.propertyId, table.createdAt)
      .where(sql`invitation = 'first'`),
    index('confirmed_by_end')
      .on(table.endsAt)
      .where(sql`status = 'confirmed'`),
    // Few, and looked for often.
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

/** Which tours end after this: epoch ms. None lasts longer than a day, so that they are found by their start. */
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
        /** Who had declined now says that they will come, or may. */
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

/** Times a manager opens by hand, for a property without a connected calendar. */
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
  /** There is an event. */
  stands: boolean;
  /** Epoch ms. */
  startsAt: number;
  endsAt: number;
  /** Which version of the tour it was. */
  revision: number;
  /** Fingerprint of what we wrote into it. */
  text: string;
  /** Somebody took the prospect off the invitation. */
  uninvited?: boolean;
}

/** Tour ↔ event in the agent's calendar. */
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
    /** Grows when an event has to be made anew: an id stays taken after its event is deleted. */
    generation: integer().notNull().default(0),
    syncStatus: eventSyncStatus().notNull().default('pending'),
    /** What both sides last agreed; null: never written. */
    agreed: jsonb().$type<AgreedTourEvent>(),
    /** What the prospect answered to the calendar's invitation. */
    invite: text({ enum: ['pending', 'accepted', 'declined', 'tentative'] })
      .notNull()
      .default('pending'),
    lastError: text(),
    syncedAt: instant(),
    /** Grows with every change of the tour: who writes its event knows whether it changed meanwhile. */
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
 * Events of ours that are still to be taken out of a calendar: those of a tour that went to another agent, and second ones.
 * A row goes when its event has.
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
    /** Which of the tour's events, where it was written by us; else its id at the provider. */
    generation: integer(),
    eventId: text(),
    /** Until then it may still arrive: its writer may be on the way to the provider. */
    arrivesUntil: instant().notNull(),
    createdAt: createdAt(),
    /** How often it was asked for: who took the event away before the last time has to look once more. */
    asked: integer().notNull().default(1),
    attempts: integer().notNull().default(0),
    /** The sweep asks for it then. */
    nextTryAt: instant()
      .notNull()
      .default(sql`now()`),
    /** Of the last attempt that failed. */
    lastError: text(),
    /** When it was given up. */
    failedAt: instant(),
  },
  (table) => [
    unique('one_removal_each')
      .on(table.agentCalendarId, table.tourId, table.generation, table.eventId)
      .nullsNotDistinct(),
    index().on(table.tourId),
    index('failed_removals')
      .on(table.propertyId)
      .where(sql`failed_at is not null`),
    index().on(table.createdAt),
    organizationPolicy(),
    ofSystem(),
  ],
);

/** Answers to requests that carried an `Idempotency-Key`, kept for a day. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    propertyId: uuid().notNull(),
    /** Whose key it is: a publishable key's, or a member's. */
    askedBy: uuid().notNull(),
    route: text().notNull(),
    key: text().notNull(),
    requestHash: text().notNull(),
    /** While it lasts, the request is being answered. */
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
