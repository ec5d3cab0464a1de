import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT, PgTransaction } from 'drizzle-orm/pg-core';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js';
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { lockFolder } from './lock.ts';
import { openClient } from './postgres-client.ts';
import { toSql, type Query } from './statement.ts';

type Tables = Record<string, never>;
export type Tx = PgTransaction<PgQueryResultHKT, Tables, ExtractTablesWithRelations<Tables>>;

/** Plain statements, and transactions. Who acts for a tenant begins a transaction by `scope.ts`, which takes the role. */
export type Db = Omit<PgDatabase<PgQueryResultHKT, Tables>, 'transaction'> & {
  /**
   * @param setUp a statement that reaches the database before any of the work does; on Postgres in the round trip of the
   *   work's first. Should it fail, so does the transaction.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>, setUp?: Query): Promise<T>;
};

/** An open database. Postgres and PGlite differ only here. */
export interface Database {
  readonly db: Db;
  /** Present when the database is embedded: pg-boss then shares its one connection. */
  readonly pglite?: PGlite;
  /** Statements that need nothing of one another, as one transaction in one round trip. @returns the last one's rows. */
  readonly inOneGo: (queries: Query[]) => Promise<unknown[]>;
  readonly migrate: () => Promise<void>;
  /** @param onConnected called at first, and again after each lost connection. Ends with `close`. */
  readonly listen: (
    channel: string,
    onPayload: (payload: string) => void,
    onConnected: () => void,
  ) => Promise<void>;
  readonly close: () => Promise<void>;
}

const migrations = {
  migrationsFolder: fileURLToPath(new URL('../../drizzle', import.meta.url)),
};

/** @param connections how many transactions may run at once. */
export function openPostgres(url: string, connections = 10): Database {
  const { db, transaction, ...client } = openClient(url, connections);
  return {
    db: Object.assign(db, { transaction }) as unknown as Db,
    inOneGo: client.inOneGo,
    migrate: () => migrateAlone(url),
    listen: async (channel, onPayload, onConnected) => {
      await client.listen(channel, onPayload, onConnected);
    },
    close: client.end,
  };
}

// Servers that start together must not migrate together: the lock belongs to this connection, and ends with it.
async function migrateAlone(url: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await client`select pg_advisory_lock(hashtextextended('luma_migrate', 0))`;
    await migratePostgres(drizzlePostgres(client), migrations);
  } finally {
    await client.end({ timeout: 5 });
  }
}

/**
 * The embedded database.
 * @param folder where it is kept; absent: in memory.
 * @param image a dumped data directory to begin with.
 * @throws FolderInUse when another process has it open.
 */
export async function openPglite(folder?: string, image?: Blob): Promise<Database> {
  const release = folder ? lockFolder(folder) : () => {};
  if (folder) mkdirSync(folder, { recursive: true });
  const pglite = await PGlite.create({
    ...(folder ? { dataDir: join(folder, 'pgdata') } : {}),
    ...(image ? { loadDataDir: image } : {}),
    extensions: { btree_gist },
  });
  await pglite.exec(`SET TimeZone TO 'UTC'`);
  const db = drizzlePglite(pglite, { casing: 'snake_case' });
  return {
    db: Object.assign(db, { transaction: setUpFirst(db) }) as unknown as Db,
    pglite,
    inOneGo: (queries) =>
      pglite.transaction(async (tx) => {
        let rows: unknown[] = [];
        for (const { text, params } of queries) ({ rows } = await tx.query(text, [...params]));
        return rows;
      }),
    migrate: () => migratePglite(db, migrations),
    listen: async (channel, onPayload, onConnected) => {
      await pglite.listen(channel, onPayload);
      onConnected();
    },
    close: async () => {
      await pglite.close();
      release();
    },
  };
}

// In this process there is no round trip to save: the set-up is simply done before the work begins.
function setUpFirst(db: ReturnType<typeof drizzlePglite>) {
  const begin = db.transaction.bind(db);
  return <T>(work: (tx: Parameters<Parameters<typeof begin>[0]>[0]) => Promise<T>, setUp?: Query) =>
    begin(async (tx) => {
      if (setUp) await tx.execute(toSql(setUp));
      return work(tx);
    });
}

/** The rows of a raw statement: the two drivers wrap them differently. */
export function rowsOf<Row>(result: unknown): Row[] {
  return (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as Row[];
}
