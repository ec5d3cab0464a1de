import type { DateOverride, WeeklyHours } from '@luma-leasing/types/hours';
import type { Address, TourTypeId } from '@luma-leasing/types/property';
import { boolean, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, organizationPolicy, ofProperty, ofSystem } from '../columns.ts';
import { organizations } from './organizations.ts';

export const properties = pgTable(
  'properties',
  {
    id: id(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    slug: text().notNull().unique(),
    name: text().notNull(),
    /** An IANA zone. All wall-clock times of the property are in it. */
    timezone: text().notNull(),
    address: jsonb().$type<Address>().notNull(),
    contactName: text().notNull(),
    contactPhone: text(),
    contactEmail: text(),
    directions: text(),
    whatToBring: jsonb().$type<string[]>().notNull().default([]),
    hours: jsonb().$type<WeeklyHours>().notNull(),
    overrides: jsonb().$type<DateOverride[]>().notNull().default([]),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.organizationId), organizationPolicy(), ofSystem()],
);

export interface TourType {
  id: TourTypeId;
  /** Absent: the property's usual duration. */
  durationMinutes?: number;
  meetingUrl?: string;
}

/** How a property offers tours, and how its widget looks. One row for each property. */
export const lumaleasingConfig = pgTable(
  'lumaleasing_config',
  {
    propertyId: uuid()
      .primaryKey()
      .references(() => properties.id, { onDelete: 'cascade' }),
    toursEnabled: boolean().notNull().default(true),
    tourDurationMinutes: integer().notNull().default(30),
    /** Absent: the tour's duration. */
    slotIntervalMinutes: integer(),
    bufferMinutes: integer().notNull().default(15),
    noticeMinutes: integer().notNull().default(120),
    horizonDays: integer().notNull().default(14),
    dailyCap: integer(),
    /** A prospect may change or cancel until this long before the start. */
    changeCutoffMinutes: integer().notNull().default(60),
    /** The first is the default. */
    tourTypes: jsonb()
      .$type<TourType[]>()
      .notNull()
      .default([{ id: 'in_person' }]),
    eventTitle: text().notNull().default('Tour - {Property}'),
    brandColor: text().notNull().default('#1f6f5c'),
    greeting: text(),
    assistantName: text(),
    privacyUrl: text(),
    smsOffered: boolean().notNull().default(false),
    consentVersion: text().notNull().default('2026-11'),
  },
  () => [ofProperty(), ofSystem()],
);

/** Publishable keys: they name a property, and are not secret. A tour made with `pk_test_…` is practice. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: id(),
    propertyId: uuid()
      .notNull()
      .references(() => properties.id, { onDelete: 'cascade' }),
    organizationId: uuid().notNull(),
    key: text().notNull().unique(),
    /** What it is for. A key and its successor have the same name. */
    name: text().notNull().default('website'),
    /** `https://example.com`, `https://*.example.com`, `http://localhost:*`. */
    allowedOrigins: jsonb().$type<string[]>().notNull().default([]),
    createdAt: createdAt(),
    /** The key works until then, beside its successor: so a key is rotated without downtime. */
    expiresAt: instant(),
  },
  (table) => [index().on(table.propertyId), ofProperty(), ofSystem()],
);
