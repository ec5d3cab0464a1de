import { index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { ofServer } from '../columns.ts';

/** Counters of rate-limiter-flexible, which decides the columns. All servers share them. */
export const rateLimits = pgTable(
  'rate_limits',
  {
    key: text().primaryKey(),
    points: integer().notNull().default(0),
    expire: timestamp({ withTimezone: true }),
  },
  (table) => [index().on(table.expire), ofServer()],
);
