import { boolean, index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, ofProperty } from '../columns.ts';
import { properties } from './properties.ts';

/**
 * People. What is known of one was said when they were first heard of, or by the team since: what anybody types later
 * stays beside it, with the message or the tour it was typed for.
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

/** Questions and wishes to be called back, until conversations come. */
export const leadMessages = pgTable(
  'lead_messages',
  {
    id: id(),
    propertyId: uuid().notNull(),
    leadId: uuid()
      .notNull()
      .references(() => leads.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['question', 'callback'] }).notNull(),
    /** Who they said they are, whatever is known of the lead. All are absent in rows from before there were claims. */
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
