import type { DateOverride, WeeklyHours } from '@luma-leasing/types/hours';
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, id, organizationPolicy } from '../columns.ts';
import { organizations } from './organizations.ts';
import { properties } from './properties.ts';

/** The people who give tours. A property without any has a profile "front desk". */
export const profiles = pgTable(
  'profiles',
  {
    id: id(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    email: text(),
    frontDesk: boolean().notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [
    index().on(table.organizationId),
    index('profiles_by_email').on(table.organizationId, table.email),
    organizationPolicy(),
  ],
);

/** Who shows which property, and when. */
export const propertyAgents = pgTable(
  'property_agents',
  {
    propertyId: uuid()
      .notNull()
      .references(() => properties.id, { onDelete: 'cascade' }),
    profileId: uuid()
      .notNull()
      .references(() => profiles.id, { onDelete: 'cascade' }),
    organizationId: uuid().notNull(),
    /** Absent: the property's hours. An agent's hours only reduce the property's grid. */
    hours: jsonb().$type<WeeklyHours>(),
    overrides: jsonb().$type<DateOverride[]>().notNull().default([]),
    dailyCap: integer(),
    active: boolean().notNull().default(true),
  },
  (table) => [
    primaryKey({ columns: [table.propertyId, table.profileId] }),
    index().on(table.profileId),
    organizationPolicy(),
  ],
);
