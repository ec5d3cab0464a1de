import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Availability } from '@luma-leasing/types/availability';
import type { ErrorBody } from '@luma-leasing/types/errors';
import type { Booking } from '@luma-leasing/types/tour';
import { createApp } from '../src/app.ts';
import { readConfig, type Config } from '../src/config.ts';
import { createContext, type Context } from '../src/context.ts';
import type { TenantScope } from '../src/db/scope.ts';
import { createConnectLink } from '../src/features/calendars/create-connect-link.ts';
import { createProperty, type NewProperty } from '../src/features/properties/create-property.ts';
import { jobs } from '../src/job-table.ts';
import { startJobs } from '../src/jobs/runner.ts';
import type { Clock } from '../src/lib/clock.ts';
import type { Mail } from '../src/lib/mailer.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { agentAccount, startSandbox, type Sandbox } from './sandbox.ts';

/** A Monday, 6:00 in Chicago: the day is open, the notice not yet run out. */
export const monday = Date.parse('2026-01-26T12:00:00Z');

export interface TestClock extends Clock {
  set(ms: number): void;
}

/** A server's inside with its database, and the sandbox as its Google: on one clock. */
export interface World {
  ctx: Context;
  database: TestDatabase;
  app: ReturnType<typeof createApp>;
  clock: TestClock;
  sandbox: Sandbox;
  scope: TenantScope;
  /** Mails sent, oldest first. */
  mails: Mail[];
  /** Moves both sides' clocks. */
  setTime(ms: number): Promise<void>;
  request(path: string, init?: RequestInit): Promise<Response>;
  availability(query?: string): Promise<Answered>;
  book(input: Record<string, unknown>, headers?: Record<string, string>): Promise<Booked>;
  /** Walks the whole OAuth consent as an agent would. */
  connect(account?: string, agent?: string): Promise<Response>;
  addProperty(input: Partial<NewProperty> & { slug: string; key: string }): Promise<TenantScope>;
  stop(): Promise<void>;
}

/** Free times, or a refusal. */
export type Answered = Omit<Availability, 'success'> & { error: ErrorBody['error'] };

export interface Booked {
  status: number;
  booking: Booking;
  error: ErrorBody['error'];
  headers: Headers;
}

export const testSettings = {
  PORT: '3000',
  APP_URL: 'http://localhost:3000',
  LOG_LEVEL: 'silent',
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
  SESSION_SECRET: 'a secret of the tests, long enough to be one',
  CRON_SECRET: 'the operator of the tests',
};

export const prospect = {
  firstName: 'Ana',
  lastName: 'Díaz',
  email: 'ana@example.org',
  phone: '(312) 555-0199',
};

const usual: Omit<NewProperty, 'keys'> = {
  organization: { name: 'Maple Living' },
  property: {
    slug: 'maple-court',
    name: 'Maple Court',
    timezone: 'America/Chicago',
    address: {
      street: '1200 Maple Street',
      city: 'Chicago',
      region: 'IL',
      postalCode: '60614',
      country: 'US',
    },
    contactName: 'the leasing team',
    contactPhone: '+1 312 555 0142',
    contactEmail: 'leasing@example.com',
  },
  agents: [{ name: 'Maya Chen', email: agentAccount }],
};

export interface WorldOptions {
  /** Absent: true. Workers handle jobs. */
  jobs?: boolean;
  config?: NewProperty['config'];
  agents?: NewProperty['agents'];
  property?: Partial<NewProperty['property']>;
  settings?: Record<string, string>;
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const [database, sandbox] = await Promise.all([openTestDatabase(), startSandbox()]);
  const folder = mkdtempSync(join(tmpdir(), 'luma-test-'));
  const clock = testClock(monday);
  await sandbox.setClock(monday);
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
  const ctx = await createContext(config, { database, clock, mailer });
  await startJobs(ctx, jobs, []);
  const app = createApp(ctx);

  const addProperty: World['addProperty'] = ({ slug, key, ...input }) =>
    createProperty(ctx, {
      ...usual,
      ...input,
      property: { ...usual.property, ...input.property, slug },
      keys: [{ key, allowedOrigins: ['https://maple.example', 'http://localhost:*'] }],
    });
  const scope = await addProperty({
    slug: 'maple-court',
    key: 'pk_live',
    ...(options.config ? { config: options.config } : {}),
    ...(options.agents ? { agents: options.agents } : {}),
    property: { ...usual.property, ...options.property },
  });

  const request: World['request'] = async (path, init = {}) =>
    app.request(path, {
      ...init,
      headers: { 'X-API-Key': 'pk_live', ...(init.headers as Record<string, string>) },
    });

  return {
    ctx,
    database,
    app,
    clock,
    sandbox,
    scope,
    mails,
    request,
    addProperty,
    setTime: async (ms) => {
      clock.set(ms);
      await sandbox.setClock(ms);
    },
    availability: async (query = '') => {
      const answer = await request(`/api/lumaleasing/tours/availability${query}`);
      return (await answer.json()) as Answered;
    },
    book: async (input, headers = {}) => {
      const answer = await request('/api/lumaleasing/tours', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ ...prospect, ...input }),
      });
      const body = (await answer.json()) as Pick<Booked, 'booking' | 'error'>;
      return { status: answer.status, headers: answer.headers, ...body };
    },
    connect: (account = agentAccount, agent = account) => walkConsent(ctx, app, { account, agent }),
    stop: async () => {
      await ctx.queue.boss.stop({ graceful: true, close: true, timeout: 10_000 });
      await database.close();
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function testClock(start: number): TestClock {
  let now = start;
  return {
    now: () => now,
    set: (ms) => {
      now = ms;
    },
  };
}

export interface Consent {
  account: string;
  agent: string;
  slug?: string;
  /** Boxes to leave unticked: scopes that contain it. */
  without?: string;
  decision?: 'allow' | 'deny';
}

/** Link → consent page → its form; what a browser would then open, and with which cookie. */
export async function openConsent(
  ctx: Context,
  app: World['app'],
  { account, agent, slug = 'maple-court', without, decision = 'allow' }: Consent,
): Promise<{ callback: string; cookie: string }> {
  const link = new URL(await createConnectLink(ctx, { slug, email: agent }));
  const opened = await app.request(link.pathname + link.search);
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
  const consentUrl = opened.headers.get('location') ?? '';
  const page = await (await fetch(consentUrl)).text();
  const form = new URLSearchParams({ account, decision });
  for (const [tag] of page.matchAll(/<input[^>]*type="(?:hidden|checkbox)"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1] ?? '';
    const value = (/value="([^"]*)"/.exec(tag)?.[1] ?? '').replaceAll('&amp;', '&');
    if (!without || !value.includes(without) || name !== 'scope') form.append(name, value);
  }
  const answered = await fetch(consentUrl.split('?')[0]!, {
    method: 'POST',
    redirect: 'manual',
    body: form,
  });
  const callback = new URL(answered.headers.get('location')!);
  return { callback: callback.pathname + callback.search, cookie };
}

async function walkConsent(ctx: Context, app: World['app'], consent: Consent): Promise<Response> {
  const { callback, cookie } = await openConsent(ctx, app, consent);
  return app.request(callback, { headers: { cookie } });
}
