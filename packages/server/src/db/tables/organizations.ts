import { sql } from 'drizzle-orm';
import { pgPolicy, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, id, ofSystem, organizationSetting, tenantRole } from '../columns.ts';

export const organizations = pgTable(
  'organizations',
  {
    id: id(),
    /** What the operator calls it by. The default is for a server of the version before, which knows no slug. */
    slug: text()
      .notNull()
      .unique()
      .default(sql`gen_random_uuid()`),
    name: text().notNull(),
    createdAt: createdAt(),
  },
  () => [
    pgPolicy('own', {
      for: 'select',
      to: tenantRole,
      using: sql`id = ${organizationSetting()}`,
    }),
    ofSystem(),
  ],
);
