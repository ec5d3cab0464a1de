import { boolean, index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, ofProperty } from '../columns.ts';
import { properties } from './properties.ts';

/**
 * People. A row holds what a person said first, or what the team has entered since. What anybody types later is
 * kept with its message or tour, and does not change the row.
 */
export const leads = pgTable(
  'leads',
  {
    id: id(),
    propertyId: uuid()
      .notNull()
      .references(() => properties.id, { onDelete: 'cascade' }),
    firstName: text(),
    lastName: text(),
    /** Lower case. */
    email: text(),
    /** E.164, and an extension as in RFC 3966: `+13125550180;ext=42`. */
    phone: text(),
    source: text({ enum: ['widget', 'hosted_page', 'dashboard'] }).notNull(),
    locale: text(),
    test: boolean().notNull().default(false),
    createdAt: createdAt(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    unique('one_lead_an_email').on(table.propertyId, table.test, table.email),
    index().on(table.propertyId, table.phone),
    ofProperty(),
  ],
);

/** Questions, and requests to be called back, until conversations exist. */
export const leadMessages = pgTable(
  'lead_messages',
  {
    id: id(),
    propertyId: uuid().notNull(),
    leadId: uuid()
      .notNull()
      .references(() => leads.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['question', 'callback'] }).notNull(),
    /**
     * The person as they wrote themselves here; the lead may say something else. Null in rows older than these
     * columns.
     */
    firstName: text(),
    lastName: text(),
    email: text(),
    phone: text(),
    locale: text(),
    body: text(),
    page: text(),
    createdAt: createdAt(),
  },
  (table) => [
    index().on(table.leadId),
    index().on(table.propertyId, table.createdAt),
    ofProperty(),
  ],
);
