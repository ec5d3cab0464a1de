import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import postgres from 'postgres';
import { inject } from 'vitest';
import { openPglite, openPostgres, rowsOf, type Database } from '../src/db/client.ts';

export interface TestDatabase extends Database {
  /** Present on Postgres, so that other processes can open the database. */
  url?: string;
  /** Runs a statement as the superuser, to whom no policy applies. */
  asSuperuser: (statement: string) => Promise<Record<string, unknown>[]>;
}

/** A new, migrated database on the engine of this run. */
export function openTestDatabase(): Promise<TestDatabase> {
  return process.env['TEST_DATABASE'] === 'postgres' ? copyPostgres() : copyPglite();
}

async function copyPostgres(): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(`${server}postgres`, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template template_luma`);
  await admin.end();
  const url = `${server}${name}`;
  const asSuperuser = async (statement: string) => {
    const client = postgres(`${inject('postgresSuperUrl')}${name}`, { max: 1, onnotice: () => {} });
    const rows = await client.unsafe(statement);
    await client.end();
    return [...rows];
  };
  return { ...openPostgres(url), url, asSuperuser };
}

async function copyPglite(): Promise<TestDatabase> {
  const database = await openPglite(undefined, new Blob([readFileSync(inject('pgliteImage'))]));
  // The only login of an embedded database is the superuser.
  const asSuperuser = async (statement: string) =>
    rowsOf<Record<string, unknown>>(await database.db.execute(statement));
  return { ...database, asSuperuser };
}
