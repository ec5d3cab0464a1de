import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { sql, type ExtractTablesWithRelations, type SQL } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT, PgTransaction } from 'drizzle-orm/pg-core';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import postgres from 'postgres';
import { OperatorError } from '../lib/operator-error.ts';
import { raceSignal } from '../lib/waiting.ts';
import { codeOf } from './errors.ts';
import { workLimits, type TimeLimits } from './time-limits.ts';
import { lockFolder } from './lock.ts';
import { migrate, migrateAlone } from './migrate.ts';
import { openClient, optionsOf } from './postgres-client.ts';
import { toSql, type Query } from './statement.ts';

export { rowsOf } from './statement.ts';

type Tables = Record<string, never>;
export type Tx = PgTransaction<PgQueryResultHKT, Tables, ExtractTablesWithRelations<Tables>>;

/** Plain statements, and transactions. `scope.ts` begins the transactions of a tenant, because it takes the role. */
export type Db = Omit<PgDatabase<PgQueryResultHKT, Tables>, 'transaction'> & {
  /**
   * @param setUp a statement that runs before the work. On Postgres it costs no round trip: it is sent with the
   *   work's first statement. If it fails, the transaction fails.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>, setUp?: Query): Promise<T>;
};

/** An open database. Postgres and PGlite differ only here. */
export interface Database {
  readonly db: Db;
  /** Present when the database is embedded: pg-boss then shares its one connection. */
  readonly pglite?: PGlite;
  /**
   * Runs statements that do not need each other's results: one transaction, one round trip.
   * @returns the last statement's rows.
   */
  readonly inOneGo: (queries: Query[]) => Promise<unknown[]>;
  readonly migrate: () => Promise<void>;
  /** Listens until `close`. @param onConnected called at first, and again after each lost connection. */
  readonly listen: (
    channel: string,
    onPayload: (payload: string) => void,
    onConnected: () => void,
  ) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface PostgresOptions {
  /** The database's own address if `url` is a pooler's. LISTEN and migrations need a session of their own. */
  directUrl?: string | undefined;
  /** How many transactions may run at once. */
  transactions?: number;
  /** How many connections plain statements share. */
  plain?: number;
  limits?: TimeLimits;
}

export function openPostgres(
  url: string,
  { directUrl, transactions = 10, plain = 4, limits = workLimits }: PostgresOptions = {},
): Database {
  const isPooled = directUrl !== undefined;
  const { transaction, ...client } = openClient(url, {
    transactions,
    plain,
    limits,
    isPooled,
  });
  const direct = directUrl ?? url;
  const listener = postgres(direct, { ...optionsOf(), max: 1 });
  return {
    db: Object.assign(client.db, { transaction }) as unknown as Db,
    inOneGo: client.inOneGo,
    migrate: async () => {
      if (isPooled) await requirePreparing(url);
      await migrateAlone(direct);
    },
    listen: async (channel, onPayload, onConnected) => {
      await listener.listen(channel, onPayload, onConnected);
      await requireHearing(listener, client.db);
    },
    close: async () => {
      await Promise.all([client.end(), listener.end({ timeout: 5 })]);
    },
  };
}

/** A loaded database passes on a notification sooner than this. */
const hearingMs = 10_000;

/**
 * A pooler in transaction mode accepts LISTEN, but delivers nothing: kept answers would never go out of date.
 * @throws OperatorError when this listener does not hear what the other address announces.
 */
async function requireHearing(
  listener: postgres.Sql,
  db: { execute(query: SQL): PromiseLike<unknown> },
): Promise<void> {
  const channel = 'luma_heard';
  const token = randomUUID();
  const { promise: tokenHeard, resolve } = Promise.withResolvers<void>();
  const { unlisten } = await listener.listen(channel, (payload) => {
    if (payload === token) resolve();
  });
  await db.execute(sql`select pg_notify(${channel}, ${token})`);
  try {
    await raceSignal(AbortSignal.timeout(hearingMs), tokenHeard);
  } catch (cause) {
    throw new OperatorError(
      'The database does not pass on notifications: a pooler stands before it, or DATABASE_DIRECT_URL leads to another database. Set DATABASE_DIRECT_URL to the own address of the database of DATABASE_URL.',
      { cause },
    );
  }
  await unlisten();
}

/**
 * A pooler in transaction mode may lose prepared statements. Requests would then fail now and then.
 * @throws OperatorError when a second connection to the database does not know a prepared statement.
 */
async function requirePreparing(url: string): Promise<void> {
  const open = () => postgres(url, { ...optionsOf(), max: 1 });
  const [client, other] = [open(), open()];
  const ask = (by: postgres.ISql) => by`select pg_backend_pid()`;
  try {
    await ask(client);
    // The pooler gives `other` the free connection, which `client` has just used. So `client` gets a second one.
    await other.begin(async (held) => {
      await ask(held);
      // Outside of a transaction the driver would prepare the statement anew.
      await client.begin(ask);
    });
  } catch (cause) {
    if (!['26000', '42P05'].includes(codeOf(cause) ?? '')) throw cause;
    throw new OperatorError(
      'The pooler of DATABASE_URL loses prepared statements. PgBouncer keeps them from 1.21 on, with max_prepared_statements = 100: upgrade it, and set that.',
      { cause },
    );
  } finally {
    await Promise.all([client, other].map((one) => one.end({ timeout: 5 })));
  }
}

/**
 * Opens the embedded database.
 * @param folder where it is stored; absent: in memory.
 * @param image a dumped data directory to begin with.
 * @throws OperatorError when it cannot be opened; FolderInUse when another process has it open.
 */
export async function openPglite(folder?: string, image?: Blob): Promise<Database> {
  const release = folder ? takeFolder(folder) : () => {};
  const pglite = await PGlite.create({
    ...(folder ? { dataDir: join(folder, 'pgdata') } : {}),
    ...(image ? { loadDataDir: image } : {}),
    extensions: { btree_gist },
  }).catch((cause: Error) => {
    release();
    throw new OperatorError(
      `The embedded database in ${folder} cannot be opened (${cause.message}): it is damaged, of another version, or its disk is full. Free the disk, restore a backup, or set DATA_DIR to an empty folder.`,
      { cause },
    );
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
    migrate: () => migrate(db),
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

function takeFolder(folder: string): () => void {
  try {
    return lockFolder(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new OperatorError(
      `The folder ${folder} cannot be written (${code}). Make it writable for this user, make room, or set DATA_DIR to another.`,
      { cause: error },
    );
  }
}

// The embedded database is in this process: there is no round trip to save.
function setUpFirst(db: ReturnType<typeof drizzlePglite>) {
  const begin = db.transaction.bind(db);
  return <T>(work: (tx: Parameters<Parameters<typeof begin>[0]>[0]) => Promise<T>, setUp?: Query) =>
    begin(async (tx) => {
      if (setUp) await tx.execute(toSql(setUp));
      return work(tx);
    });
}
