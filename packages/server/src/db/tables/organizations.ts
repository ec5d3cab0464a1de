import { sql } from 'drizzle-orm';
import { pgPolicy, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, id, ofSystem, organizationSetting, tenantRole } from '../columns.ts';

export const organizations = pgTable(
  'organizations',
  { id: id(), name: text().notNull(), createdAt: createdAt() },
  () => [
    pgPolicy('own', {
      for: 'select',
      to: tenantRole,
      using: sql`id = ${organizationSetting()}`,
    }),
    ofSystem(),
  ],
);
