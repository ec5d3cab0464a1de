import type { Config } from './config.ts';
import { createChangeFeed, type ChangeFeed } from './db/changes.ts';
import { openPglite, openPostgres, type Database, type Db } from './db/client.ts';
import { createAuth, type Auth } from './features/accounts/auth.ts';
import { googleProvider } from './features/calendars/google/provider.ts';
import type { CalendarProviders } from './features/calendars/provider.ts';
import { createQueue, type Queue } from './jobs/queue.ts';
import { systemClock, type Clock } from './lib/clock.ts';
import { createLog, type Log } from './lib/log.ts';
import { createMailer, type Mailer } from './lib/mailer.ts';
import { createMetrics, type Metrics } from './lib/metrics.ts';

/** Everything that a verb may use. It is made once; tests override parts of it. */
export interface Context {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly database: Database;
  readonly db: Db;
  readonly changes: ChangeFeed;
  readonly queue: Queue;
  readonly auth: Auth;
  readonly calendars: CalendarProviders;
  readonly mailer: Mailer;
}

export type ContextOverrides = Partial<
  Pick<Context, 'clock' | 'log' | 'database' | 'calendars' | 'mailer'>
>;

/** Opens the database and builds the context. It starts nothing. */
export async function createContext(
  config: Config,
  overrides: ContextOverrides = {},
): Promise<Context> {
  const log = overrides.log ?? createLog(config.LOG_LEVEL);
  const database =
    overrides.database ??
    (config.DATABASE_URL
      ? openPostgres(config.DATABASE_URL, {
          directUrl: config.DATABASE_DIRECT_URL,
          transactions: config.DATABASE_POOL_SIZE,
          plain: config.DATABASE_PLAIN_POOL_SIZE,
        })
      : await openPglite(config.DATA_DIR));
  const google = googleProvider(config);
  return {
    config,
    clock: overrides.clock ?? systemClock,
    log,
    metrics: createMetrics(),
    database,
    db: database.db,
    changes: createChangeFeed(database),
    queue: createQueue(config, database, log),
    auth: createAuth(config, database.db, log),
    calendars: overrides.calendars ?? (google ? { google } : {}),
    mailer: overrides.mailer ?? createMailer(config),
  };
}
