/** A server that polls three thousand calendars of one organization, each with a grant of its own at the sandbox. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { readConfig } from '@luma-leasing/server/src/config.ts';
import { createContext, type Context } from '@luma-leasing/server/src/context.ts';
import { rowsOf } from '@luma-leasing/server/src/db/client.ts';
import { sealTokens } from '@luma-leasing/server/src/features/calendars/grants/access-token.ts';
import { fingerprint } from '@luma-leasing/server/src/lib/crypto.ts';
import { freePort, startPostgres } from '@luma-leasing/server/test/start-postgres.ts';
import { seedProperties } from '../availability/seed.ts';
import { startChild } from '../lib/child.ts';
import { onLanes } from '../lib/race.ts';
import { startSandbox, type Sandbox } from '../lib/sandbox.ts';
import { benchSettings, production } from '../lib/settings.ts';
import { until } from '../lib/until.ts';

const main = fileURLToPath(import.meta.resolve('@luma-leasing/server/src/main.ts'));

export interface PolledCalendar {
  account: string;
  channel: { id: string; token: string };
}

export interface Polled {
  port: number;
  pid: number;
  calendars: PolledCalendar[];
  /** Waits until the poll is under way. */
  polling(): Promise<void>;
  /** How many polls have found nothing so far. */
  polls(): Promise<number>;
  /** Its agent makes an event. @returns its id. */
  change(calendar: PolledCalendar, event: object): Promise<string>;
  /** Resolves when the mirror has that event. */
  mirrored(eventId: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startPolled(properties: number): Promise<Polled> {
  const [postgres, sandbox] = await Promise.all([startPostgres(production), startSandbox()]);
  await postgres.create('poll');
  const port = await freePort();
  const settings = {
    ...benchSettings(postgres.url('poll')),
    ...sandbox.settings,
    PORT: String(port),
  };
  const ctx = await createContext(readConfig(settings));
  await ctx.database.migrate();
  await seedProperties(ctx, properties, { together: true });
  const calendars = await connectAll(ctx, sandbox);
  const awaited = new Map<string, () => void>();
  await listenForEvents(ctx, (eventId) => awaited.get(eventId)?.());
  const env = { ...settings, ROLE: 'all', HOST: '127.0.0.1', LOG_LEVEL: 'info' };
  const child = await startChild(main, [], env, /"msg":"started"/);
  const polls = async () => {
    const found = await ctx.db.execute(
      sql`select coalesce(sum(polls), 0)::int as polls from calendar_idle_polls`,
    );
    return rowsOf<{ polls: number }>(found)[0]!.polls;
  };
  return {
    port,
    pid: child.pid,
    calendars,
    polls,
    polling: () => until(async () => (await polls()) > 0, 300),
    change: async ({ account }, event) => {
      const path = `google/events?account=${account}`;
      return (await sandbox.control<{ id: string }>('POST', path, event)).id;
    },
    mirrored: (eventId) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      awaited.set(eventId, resolve);
      return promise;
    },
    stop: async () => {
      await child.stop();
      await ctx.database.close();
      await sandbox.stop();
      await postgres.stop();
    },
  };
}

// A trigger of the bench tells of each event that the mirror learns: asking again and again would be load, too.
async function listenForEvents(ctx: Context, onEvent: (id: string) => void): Promise<void> {
  await ctx.db.execute(sql`
    create function bench_mirrored() returns trigger language plpgsql as
      $$ begin perform pg_notify('bench_mirrored', new.provider_event_id); return null; end $$`);
  await ctx.db.execute(sql`
    create trigger bench_mirrored after insert on external_calendar_events
    for each row execute function bench_mirrored()`);
  await ctx.database.listen('bench_mirrored', onEvent, () => {});
}

interface Connection {
  id: string;
  organizationId: string;
}

/** Gives each seeded calendar an account with a grant, where its sync begins, and a push channel. */
async function connectAll(ctx: Context, sandbox: Sandbox): Promise<PolledCalendar[]> {
  const found = await ctx.db.execute(
    sql`select id, organization_id as "organizationId" from calendar_connections order by id`,
  );
  const connections = rowsOf<Connection>(found);
  const calendars: PolledCalendar[] = [];
  const rows: object[] = [];
  await onLanes(8, connections.length, async (n) => {
    const connection = connections[n]!;
    const account = `${connection.id}@example.com`;
    const token = await grant(sandbox, account);
    const channel = { id: randomUUID(), token: randomUUID() };
    const syncToken = await syncTokenOf(sandbox, account, token.accessToken);
    const sealed = sealTokens(ctx, connection, token, Date.now());
    calendars[n] = { account, channel };
    rows[n] = {
      id: connection.id,
      account,
      access: sealed.accessToken,
      refresh: sealed.refreshToken,
      sync_token: syncToken,
      channel: channel.id,
      hash: fingerprint(channel.token),
    };
  });
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(id uuid, account text, access text,
    refresh text, sync_token text, channel uuid, hash text)`;
  await ctx.db.execute(sql`
    update calendar_connections set account_email = account, access_token = access, refresh_token = refresh,
      access_token_expires_at = now() + interval '55 minutes'
    from ${given} where calendar_connections.id = given.id`);
  await ctx.db.execute(sql`
    update agent_calendars set calendar_id = account, sync_token = given.sync_token, last_synced_at = now()
    from ${given} where agent_calendars.id = given.id`);
  await ctx.db.execute(sql`
    insert into calendar_channels (id, organization_id, agent_calendar_id, resource_id, token_hash, expires_at)
    select channel, organization_id, given.id, 'resource', hash, now() + interval '7 days'
    from ${given} join agent_calendars on agent_calendars.id = given.id`);
  await ctx.db.execute(sql`analyze`);
  return calendars;
}

/** A consent as its form and the code's exchange do it; the page between them, for a person, is left out. */
async function grant({ url, settings }: Sandbox, account: string) {
  const client = { client_id: settings['GOOGLE_CLIENT_ID']!, redirect_uri: redirect };
  const asked = new URLSearchParams({
    ...client,
    response_type: 'code',
    scope: `openid email ${scope}`,
    access_type: 'offline',
  });
  const allowed = await fetch(`${url}/o/oauth2/v2/auth?${asked.toString()}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ account, scope, decision: 'allow' }),
  });
  const code = new URL(allowed.headers.get('location')!).searchParams.get('code')!;
  const exchanged = await fetch(`${url}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...client,
      client_secret: settings['GOOGLE_CLIENT_SECRET']!,
      grant_type: 'authorization_code',
      code,
    }),
  });
  const tokens = (await exchanged.json()) as { access_token: string; refresh_token: string };
  return {
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
    lifetimeMs: 3_300_000,
  };
}

const redirect = 'http://localhost:3000/api/lumaleasing/calendar/callback';
const scope = 'https://www.googleapis.com/auth/calendar';

async function syncTokenOf({ url }: Sandbox, account: string, token: string): Promise<string> {
  const answer = await fetch(`${url}/calendar/v3/calendars/${account}/events?singleEvents=true`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  return ((await answer.json()) as { nextSyncToken: string }).nextSyncToken;
}
