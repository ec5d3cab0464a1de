import { roles } from '@luma-leasing/types/member';
import { boolean, index, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { createdAt, id, ofAuth, organizationPolicy, ofSystem } from '../columns.ts';
import { organizations } from './organizations.ts';
import { profiles } from './profiles.ts';

/** better-auth reads and writes these columns as `Date`. */
const date = () => timestamp({ withTimezone: true });
const stamps = () => ({
  createdAt: date().notNull().defaultNow(),
  updatedAt: date().notNull().defaultNow(),
});

/** People who sign in. better-auth names the columns of this table and the three below it. */
export const users = pgTable(
  'users',
  {
    id: id(),
    name: text().notNull(),
    /** In lower case. */
    email: text().notNull().unique(),
    emailVerified: boolean().notNull().default(false),
    image: text(),
    ...stamps(),
  },
  () => [ofAuth()],
);

const userId = () =>
  uuid()
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' });

export const sessions = pgTable(
  'sessions',
  {
    id: id(),
    userId: userId(),
    /** The cookie holds it signed, so that the row alone signs nobody in. */
    token: text().notNull().unique(),
    expiresAt: date().notNull(),
    ipAddress: text(),
    userAgent: text(),
    ...stamps(),
  },
  (table) => [index().on(table.userId), index().on(table.expiresAt), ofAuth()],
);

/** How a person signs in. Here it is always `credential`: a hashed password. */
export const accounts = pgTable(
  'accounts',
  {
    id: id(),
    userId: userId(),
    accountId: text().notNull(),
    providerId: text().notNull(),
    password: text(),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: date(),
    refreshTokenExpiresAt: date(),
    scope: text(),
    ...stamps(),
  },
  (table) => [unique().on(table.providerId, table.accountId), index().on(table.userId), ofAuth()],
);

export const verifications = pgTable(
  'verifications',
  {
    id: id(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: date().notNull(),
    ...stamps(),
  },
  (table) => [index().on(table.identifier), ofAuth()],
);

/** The role of a person in their organization. One account belongs to one organization. */
export const members = pgTable(
  'members',
  {
    id: id(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    userId: userId().unique(),
    role: text({ enum: roles }).notNull(),
    /** The person's own profile: its tours and calendars are theirs. */
    profileId: uuid().references(() => profiles.id, { onDelete: 'set null' }),
    /** Absent: all properties of the organization. */
    propertyIds: uuid().array(),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.organizationId), organizationPolicy(), ofSystem()],
);
