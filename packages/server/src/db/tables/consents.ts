import { boolean, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, instant, ofProperty } from '../columns.ts';
import { leadMessages, leads } from './leads.ts';
import { tourBookings } from './tours.ts';

/** Append-only: which text was agreed to or refused, when and on which page. */
export const leadConsents = pgTable(
  'lead_consents',
  {
    id: id(),
    propertyId: uuid().notNull(),
    leadId: uuid()
      .notNull()
      .references(() => leads.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['privacy', 'sms'] }).notNull(),
    granted: boolean().notNull(),
    textVersion: text().notNull(),
    page: text(),
    /** What it was given with: it holds for the number that was typed there. */
    tourId: uuid().references(() => tourBookings.id, { onDelete: 'cascade' }),
    messageId: uuid().references(() => leadMessages.id, { onDelete: 'cascade' }),
    at: instant().notNull(),
  },
  (table) => [
    index().on(table.leadId),
    index().on(table.tourId),
    index().on(table.messageId),
    ofProperty(),
  ],
);
