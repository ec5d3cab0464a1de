import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../src/app.ts';
import { readConfig, type Config } from '../src/config.ts';
import { type Context, type ContextOverrides, createContext } from '../src/context.ts';
import { mintScope } from '../src/db/mint-scope.ts';
import type { TenantScope } from '../src/db/scope.ts';
import { createProperty, type NewProperty } from './create-property.ts';
import { jobs, retiredQueues } from '../src/job-table.ts';
import type { Job } from '../src/jobs/define-job.ts';
import { openChannelJob, syncCalendarJob } from '../src/features/calendars/job-contracts.ts';
import { startJobs } from '../src/jobs/runner.ts';
import type { Mail } from '../src/lib/mailer.ts';
import { systemActor, type UnitOfWork } from '../src/unit-of-work.ts';
import { testClock, type TestClock } from './clock.ts';
import { walkConsent } from './consent.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { agentAccount, startSandbox, type Sandbox } from './sandbox.ts';
import { allowedOrigins, usual } from './usual-property.ts';
import { visitor, type Visitor } from './visitor.ts';

/** A Monday, 6:00 in Chicago: tours of that day can still be booked. */
export const monday = Date.parse('2026-01-26T12:00:00Z');

/** A server with its database, and the sandbox as its Google, with one clock. */
export interface World extends Visitor {
  ctx: Context;
  database: TestDatabase;
  app: ReturnType<typeof createApp>;
  clock: TestClock;
  sandbox: Sandbox;
  scope: TenantScope;
  /** A unit at the first property, as the system. */
  unit: UnitOfWork;
  /** The sent mails, oldest first. */
  mails: Mail[];
  /** Sets the clocks of both sides. */
  setTime(ms: number): Promise<void>;
  /** Moves the clocks of both sides forward. @param ms absent: a second. */
  pass(ms?: number): Promise<void>;
  /** Goes through the whole OAuth consent, as an agent would. */
  connect(account?: string, agent?: string, slug?: string): Promise<Response>;
  addProperty(input: AnotherProperty): Promise<TenantScope>;
  stop(): Promise<void>;
}

/** A property like the first one, except for these values. */
export interface AnotherProperty extends Omit<Partial<NewProperty>, 'property'> {
  slug: string;
  key: string;
  property?: Partial<NewProperty['property']>;
}

export const testSettings = {
  APP_URL: 'http://localhost:3000',
  LOG_LEVEL: 'silent',
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
  SESSION_SECRET: 'a secret of the tests, long enough to be one',
  ADMIN_SECRET: 'the operator of the tests',
  CRON_SECRET: 'the scheduler of the tests',
  METRICS_TOKEN: 'the Prometheus of the tests',
  // A test can then send requests from many addresses, each with its own limits.
  TRUST_PROXY: 'true',
  // The clock of a test stands still, so all its bookings are in one hour.
  INVITATIONS_PER_PROPERTY: '1000',
  // Nobody listens there; a test of pushes sets its own address.
  GOOGLE_CALENDAR_WEBHOOK_URL: 'http://127.0.0.1:9/webhook',
};

export interface WorldOptions {
  /** Absent: true. Workers handle jobs. */
  jobs?: boolean;
  /** Absent: true. False: no calendar is ever synced, and every answer comes from the calendars themselves. */
  mirror?: boolean;
  config?: NewProperty['config'];
  agents?: NewProperty['agents'];
  property?: Partial<NewProperty['property']>;
  settings?: Record<string, string>;
  overrides?: ContextOverrides;
  /** Absent: a new one. */
  database?: TestDatabase;
  /** Absent: that Monday. */
  startsAt?: number;
  /** The keys of the first property. */
  keys?: string[];
}

const unsynced = (job: Job): Job =>
  job.contract === syncCalendarJob || job.contract === openChannelJob
    ? { ...job, handle: async () => {} }
    : job;

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const [database, sandbox] = await Promise.all([
    options.database ?? openTestDatabase(),
    startSandbox(),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'luma-test-'));
  const startsAt = options.startsAt ?? monday;
  const clock = testClock(startsAt);
  await sandbox.setClock(startsAt);
  const mails: Mail[] = [];
  const config: Config = readConfig({
    ...testSettings,
    ...sandbox.settings,
    DATA_DIR: folder,
    ...(database.url ? { DATABASE_URL: database.url } : {}),
    ...(options.jobs === false ? { ROLE: 'api' } : {}),
    ...options.settings,
  });
  const mailer = { send: async (mail: Mail) => void mails.push(mail) };
  const ctx = await createContext(config, { database, clock, mailer, ...options.overrides });
  await startJobs(ctx, options.mirror === false ? jobs.map(unsynced) : jobs, [], retiredQueues);
  const app = createApp(ctx);

  const addProperty: World['addProperty'] = async ({ slug, key, ...input }) =>
    mintScope(
      await createProperty(ctx, {
        ...usual,
        keys: [{ key, allowedOrigins }],
        ...input,
        property: { ...usual.property, ...input.property, slug },
      }),
    );
  const scope = await addProperty({
    slug: 'maple-court',
    key: 'pk_live',
    keys: (options.keys ?? ['pk_live']).map((key) => ({ key, allowedOrigins })),
    ...(options.config ? { config: options.config } : {}),
    ...(options.agents ? { agents: options.agents } : {}),
    property: { ...usual.property, ...options.property },
  });

  const setTime: World['setTime'] = async (ms) => {
    clock.set(ms);
    await sandbox.setClock(ms);
  };

  return {
    ctx,
    database,
    app,
    clock,
    sandbox,
    scope,
    unit: { ctx, scope, actor: systemActor, test: false },
    mails,
    ...visitor((path, init) => app.request(path, init)),
    addProperty,
    setTime,
    pass: (ms = 1_000) => setTime(clock.now() + ms),
    connect: (account = agentAccount, agent = account, slug = 'maple-court') =>
      walkConsent(ctx, app, { account, agent, slug }),
    stop: async () => {
      await ctx.queue.boss.stop({ graceful: true, close: true, timeout: 10_000 });
      await database.close();
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
