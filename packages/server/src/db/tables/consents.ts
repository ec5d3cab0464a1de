import { boolean, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, instant, ofProperty } from '../columns.ts';
import { leadMessages, leads } from './leads.ts';
import { tourBookings } from './tours.ts';

/** Which text a person agreed to or refused, when, and on which page. Append-only. */
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
    /** The tour or message that it came with. It holds for the phone number typed there. */
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
