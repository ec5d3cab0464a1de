import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { PgBoss } from 'pg-boss';
import { migrateAlone } from '../../src/db/migrate.ts';
import { recorded } from './recorded.ts';
import type { Unit } from './wire.ts';

const migrations = fileURLToPath(new URL('../../drizzle', import.meta.url));
const hour = 3_600_000;

interface Journal {
  entries: { idx: number; when: number; tag: string; version: string; breakpoints: boolean }[];
}

/** A copy of the folder of migrations, changed. */
export function migrationsFolder(change: (journal: Journal, folder: string) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'luma-migrations-'));
  cpSync(migrations, folder, { recursive: true });
  const file = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(file, 'utf8')) as Journal;
  change(journal, folder);
  writeFileSync(file, JSON.stringify(journal));
  return folder;
}

/** The migrations up to this one. */
export const migrationsUpTo = (tag: string): string =>
  migrationsFolder((journal) => {
    const last = journal.entries.findIndex((entry) => entry.tag === tag);
    if (last === -1) throw new Error(`there is no migration ${tag}`);
    journal.entries.splice(last + 1);
  });

/** All migrations, and one more. */
export const withMigration = (statements: string): string =>
  migrationsFolder((journal, folder) => {
    const { when, version } = journal.entries.at(-1)!;
    const entry = { idx: journal.entries.length, when: when + 1, tag: 'one_more', version };
    journal.entries.push({ ...entry, breakpoints: true });
    writeFileSync(join(folder, 'one_more.sql'), statements);
  });

/** A server of the previous version, as its database sees it. It has one request at a time. */
export interface PreviousServer {
  /** Whether the tour was booked. Rejects when the database refuses. */
  book(n: number): Promise<boolean>;
  ask(): Promise<void>;
  cancel(n: number): Promise<void>;
  close(): Promise<void>;
}

/** Sets up what the first start of that version left, and a property. */
export async function setUpPrevious(url: string): Promise<void> {
  await migrateAlone(url, migrationsUpTo(recorded.version));
  const boss = new PgBoss({ connectionString: url, max: 1, supervise: false, schedule: false });
  boss.on('error', () => {});
  await boss.start();
  for (const { name, policy } of recorded.queues)
    await boss.createQueue(name, policy ? { policy: policy as 'standard' } : {});
  await boss.stop({ graceful: false, close: true });
  const client = openRaw(url);
  for (const unit of recorded.setUp) await replay(client, unit);
  await client.end();
}

export function previousServer(url: string): PreviousServer {
  const client = openRaw(url);
  const run = async (units: Unit[], n: number) => {
    const rows: unknown[][] = [];
    for (const unit of units) rows.push(await replay(client, unit, another(n)));
    return rows;
  };
  return {
    book: async (n) => {
      const rows = (await run(recorded.book, n)).flat() as { tour_id?: string | null }[];
      return rows.some((row) => row.tour_id === tourIdOf(n));
    },
    ask: async () => void (await run(recorded.availability, 0)),
    cancel: async (n) => void (await run(recorded.cancel, n)),
    close: () => client.end(),
  };
}

// One connection, as each transaction of a server has, with prepared statements. Values are sent in the recorded
// form.
function openRaw(url: string): postgres.Sql {
  const client = postgres(url, { max: 1, onnotice: () => {}, fetch_types: false });
  Object.assign(client.options, { serializers: {} });
  return client;
}

/** @returns the rows of the last statement that returns rows. */
async function replay(
  client: postgres.Sql,
  unit: Unit,
  put: (value: string) => string = (value) => value,
): Promise<unknown[]> {
  // The driver cannot reserve a connection before it is open.
  await client`select 1`;
  const connection = await client.reserve();
  let rows: unknown[] = [];
  try {
    for (const { text, params } of unit) {
      const values = params.map((value) => (value === null ? null : put(value)));
      const result = await connection.unsafe(text, values, { prepare: true });
      if (/^(begin|commit)\b/.test(text.trim())) continue;
      rows = result;
    }
    return rows;
  } catch (error) {
    await connection.unsafe('rollback');
    throw error;
  } finally {
    connection.release();
  }
}

const { tour } = recorded;

/** Replaces the values of the recorded tour by those of the nth one: another person, hour and key. */
function another(n: number): (value: string) => string {
  const later = (time: string) => new Date(Date.parse(time) + n * hour).toISOString();
  // Including the end of the buffer, which the recording does not name.
  const times = new Map<string, string>();
  for (const minutes of [0, 30, 45]) {
    const time = new Date(Date.parse(tour.startsAt) + minutes * 60_000).toISOString();
    times.set(time, later(time));
    times.set(time.replace('.000Z', 'Z'), later(time).replace('.000Z', 'Z'));
  }
  return (value) => {
    let put = value
      .replaceAll(tour.tourId, tourIdOf(n))
      .replaceAll(tour.email, `recorded${n}@example.org`)
      .replaceAll(tour.key, `${tour.key}-${n}`);
    for (const [from, to] of times) put = put.replaceAll(from, to);
    return put;
  };
}

/** The UUID of the nth tour. */
export const tourIdOf = (n: number): string =>
  `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
