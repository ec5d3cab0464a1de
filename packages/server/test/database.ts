import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import postgres from 'postgres';
import { inject } from 'vitest';
import { openPglite, openPostgres, type Database } from '../src/db/client.ts';

export interface TestDatabase extends Database {
  /** Present on Postgres: so that other processes can open it too. */
  url?: string;
}

/** A fresh, migrated database on the engine that this run is about. */
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
  return { ...openPostgres(url, 10), url };
}

function copyPglite(): Promise<TestDatabase> {
  return openPglite(undefined, new Blob([readFileSync(inject('pgliteImage'))]));
}
