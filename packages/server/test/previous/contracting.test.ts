import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { contracting } from './contracting.ts';
import { recorded } from './recorded.ts';

const folder = fileURLToPath(new URL('../../drizzle/', import.meta.url));
const migrations = readdirSync(folder)
  .filter((file) => file.endsWith('.sql'))
  .map((file) => ({ tag: file.replace('.sql', ''), sql: readFileSync(folder + file, 'utf8') }))
  .toSorted((a, b) => a.tag.localeCompare(b.tag));

it('no migration since the previous version breaks that version [P11]', () => {
  const before = migrations.findIndex(({ tag }) => tag === recorded.version);
  expect(before).toBeGreaterThan(0);
  expect(contracting(migrations.slice(before + 1), recorded.version)).toEqual([]);
});

describe('a migration beside the previous version', () => {
  const found = (sql: string) => contracting([{ tag: '0030_new', sql }], '0029_before');

  it.each([
    'ALTER TABLE "leads" DROP COLUMN "phone";',
    'DROP TABLE leads;',
    'ALTER TABLE "leads" RENAME COLUMN "phone" TO "tel";',
    'ALTER TABLE leads RENAME TO people;',
    'ALTER TABLE "leads" ALTER COLUMN "phone" SET NOT NULL;',
    'ALTER TABLE "leads" ALTER COLUMN "phone" DROP DEFAULT;',
    'ALTER TABLE "leads" ALTER COLUMN "phone" SET DATA TYPE integer;',
    'ALTER TABLE leads ALTER COLUMN phone TYPE integer;',
    'ALTER TABLE "leads" ADD COLUMN "fax" text NOT NULL;',
    'ALTER TABLE "leads" ADD COLUMN "fax" text DEFAULT \'\' NOT NULL, ADD COLUMN "telex" text NOT NULL;',
    'ALTER TABLE "leads" ADD CONSTRAINT "x" CHECK (phone <> \'\');',
    'CREATE UNIQUE INDEX "x" ON "leads" ("phone");',
    'REVOKE SELECT ON leads FROM luma_tenant;',
    '-- contract: unused since 0030\nALTER TABLE "leads" DROP COLUMN "phone";',
    '-- contract: obeyed since 0030\nALTER TABLE "leads" ALTER COLUMN "phone" SET NOT NULL;',
    '-- Nothing uses it.\nALTER TABLE "leads" DROP COLUMN "phone";',
  ])('may not contain %s', (sql) => {
    expect(found(sql)).toHaveLength(1);
  });

  it.each([
    'ALTER TABLE "leads" ADD COLUMN "fax" text;',
    'ALTER TABLE "leads" ADD COLUMN "fax" text DEFAULT \'\' NOT NULL;',
    'ALTER TABLE "leads" ALTER COLUMN "phone" DROP NOT NULL;',
    'ALTER TABLE "leads" ADD CONSTRAINT "x" CHECK (phone <> \'\') NOT VALID;',
    'CREATE INDEX "x" ON "leads" ("phone");',
    'GRANT SELECT ON leads TO luma_tenant;',
    '-- It renames nothing.\nSELECT 1;',
    '-- contract: unused since 0029\nALTER TABLE "leads" DROP COLUMN "phone";',
    '-- contract: obeyed since 0029\nALTER TABLE "leads" ALTER COLUMN "phone" SET NOT NULL;',
    'CREATE TABLE "faxes" ("id" uuid);--> statement-breakpoint\nALTER TABLE "faxes" ADD CONSTRAINT "x" UNIQUE ("id");',
    'CREATE TABLE "faxes" ("id" uuid);--> statement-breakpoint\nCREATE UNIQUE INDEX "x" ON "faxes" ("id");',
  ])('may contain %s', (sql) => {
    expect(found(sql)).toEqual([]);
  });
});
