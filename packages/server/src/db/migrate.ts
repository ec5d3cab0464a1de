import { fileURLToPath } from 'node:url';
import { sql, type SQL } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { sleep } from '../lib/waiting.ts';
import { codeOf } from './errors.ts';
import { migrationLimits, noTimeLimits, settingsOf } from './time-limits.ts';
import { readSetup, requireSetUp } from './requirements.ts';
import { optionsOf } from './postgres-client.ts';
import { rowsOf } from './statement.ts';

const ours = fileURLToPath(new URL('../../drizzle', import.meta.url));

/** The part of a Drizzle database that migrations use, the same on both engines. */
interface Migrating {
  execute(query: SQL): PromiseLike<unknown>;
  transaction(work: (tx: Pick<Migrating, 'execute'>) => Promise<void>): Promise<void>;
}

/**
 * Runs the migrations that this database has not had. Each has its own transaction, so that its locks end with it.
 * drizzle-kit's table remembers them.
 */
export async function migrate(db: Migrating, folder = ours): Promise<void> {
  await db.execute(sql`create schema if not exists drizzle`);
  await db.execute(sql`create table if not exists drizzle.__drizzle_migrations (
    id serial primary key, hash text not null, created_at bigint)`);
  const done = await db.execute(
    sql`select coalesce(max(created_at), 0) as last from drizzle.__drizzle_migrations`,
  );
  const last = Number(rowsOf<{ last: string }>(done)[0]!.last);
  for (const { folderMillis, hash, sql: statements } of readMigrationFiles({
    migrationsFolder: folder,
  }))
    if (folderMillis > last)
      await whenUnlocked(() =>
        db.transaction(async (tx) => {
          for (const statement of statements) await tx.execute(sql.raw(statement));
          await tx.execute(sql`insert into drizzle.__drizzle_migrations (hash, created_at)
            values (${hash}, ${folderMillis})`);
        }),
      );
}

/**
 * The same on Postgres, with its own connection. An advisory lock lets one of several starting servers migrate at a
 * time; the lock belongs to the connection and ends with it.
 */
export async function migrateAlone(url: string, folder?: string): Promise<void> {
  // This server waits as long as another one migrates, so it needs a connection without limits. (And a pooler would
  // refuse these settings.)
  const client = postgres(url, { ...optionsOf(settingsOf(noTimeLimits)), max: 1 });
  try {
    requireSetUp(await readSetup(client, lastGrantingMigrationAt(folder)));
    await client`select pg_advisory_lock(hashtextextended('luma_migrate', 0))`;
    for (const [name, value] of Object.entries(settingsOf(migrationLimits)))
      await client`select set_config(${name}, ${value}, false)`;
    await migrate(drizzle(client), folder);
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** The time (epoch ms) of the last migration that grants roles to the user who runs it. */
export const lastGrantingMigrationAt = (folder = ours): number =>
  Math.max(
    ...readMigrationFiles({ migrationsFolder: folder })
      .filter(({ sql: statements }) => statements.some((one) => one.includes('TO CURRENT_USER')))
      .map(({ folderMillis }) => folderMillis),
  );

const lockNotAvailable = '55P03';
const deadlock = '40P01';
/** How long a migration tries to get its locks. */
const patienceMs = 120_000;

/** Tries a migration again until it gets its locks. A try without its lock has changed nothing. */
async function whenUnlocked(run: () => Promise<void>): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      const isLocked = [lockNotAvailable, deadlock].includes(codeOf(error) ?? '');
      if (!isLocked || performance.now() > giveUpAt) throw error;
      // First the statements go that waited behind this one.
      await sleep(200 + Math.random() * 300);
    }
  }
}
