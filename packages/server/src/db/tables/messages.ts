import { index, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, ofProperty } from '../columns.ts';
import { properties } from './properties.ts';
import { tourBookings } from './tours.ts';

/** Every message to a person, before it is sent. `dedupeKey` is why nobody is told twice. */
export const messages = pgTable(
  'messages',
  {
    id: id(),
    propertyId: uuid()
      .notNull()
      .references(() => properties.id, { onDelete: 'cascade' }),
    tourId: uuid().references(() => tourBookings.id, { onDelete: 'cascade' }),
    kind: text({
      enum: [
        'manage_link',
        'tour_moved',
        'tour_reassigned',
        'tour_cancelled',
        'tour_restored',
        'tour_in_conflict',
        'calendar_alert',
        'lead_message',
      ],
    }).notNull(),
    /** What it tells beyond the tour. Nothing personal. */
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    dedupeKey: text().notNull(),
    recipient: text().notNull(),
    status: text({ enum: ['queued', 'sent', 'failed'] })
      .notNull()
      .default('queued'),
    createdAt: createdAt(),
    /** When it was last given to the mailer; while queued: by whoever is sending it. */
    sentAt: instant(),
  },
  (table) => [
    unique().on(table.propertyId, table.dedupeKey),
    index().on(table.tourId),
    ofProperty(),
  ],
);
