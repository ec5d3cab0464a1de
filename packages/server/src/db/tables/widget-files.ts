import { customType, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, ofServer } from '../columns.ts';

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

/** The files of all releases of the widget that any server of this database had, so that pages may stay on one. */
export const widgetFiles = pgTable(
  'widget_files',
  {
    release: text().notNull(),
    /** As in the build: `widget/define.js`, and compressed `widget/define.js.br`. */
    path: text().notNull(),
    body: bytes().notNull(),
    storedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.release, table.path] }),
    index().on(table.path),
    ofServer(),
  ],
);
