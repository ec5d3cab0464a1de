/** A whole server in one process, on Postgres, with its agent's calendar connected, and access to its insides. */
import { fileURLToPath } from 'node:url';
import { sql, type SQL } from 'drizzle-orm';
import { createApp } from '@luma-leasing/server/src/app.ts';
import { readConfig } from '@luma-leasing/server/src/config.ts';
import { createContext, type Context } from '@luma-leasing/server/src/context.ts';
import { rowsOf } from '@luma-leasing/server/src/db/client.ts';
import { mintScope } from '@luma-leasing/server/src/db/mint-scope.ts';
import { createProperty } from '@luma-leasing/server/test/create-property.ts';
import { createMember } from '@luma-leasing/server/test/create-member.ts';

import { jobs } from '@luma-leasing/server/src/job-table.ts';
import { startJobs } from '@luma-leasing/server/src/jobs/runner.ts';
import { systemActor, type UnitOfWork } from '@luma-leasing/server/src/unit-of-work.ts';
import { walkConsent } from '@luma-leasing/server/test/consent.ts';
import { freePort, startPostgres } from '@luma-leasing/server/test/start-postgres.ts';
import { startChild } from '../lib/child.ts';
import { until } from '../lib/until.ts';
import { mapleCourt } from '../lib/property.ts';
import { benchSettings, production } from '../lib/settings.ts';
import { account, startSandbox, type Sandbox } from '../lib/sandbox.ts';

const main = fileURLToPath(import.meta.resolve('@luma-leasing/server/src/main.ts'));

export interface World {
  sandbox: Sandbox;
  ctx: Context;
  unit: UnitOfWork;
  /** Address of the server. */
  url: string;
  agentCalendarId: string;
  /** A request of the manager, who is signed in. */
  manage<T>(path: string, body: object): Promise<T>;
  /** A query as the database's owner. */
  rows<Row>(statement: SQL): Promise<Row[]>;
  /** The first value of the first row. */
  value(statement: SQL): Promise<number>;
  stop(): Promise<void>;
}

/** @param fill fills the agent's calendar before it is connected. */
export async function startWorld(fill: (sandbox: Sandbox) => Promise<void>): Promise<World> {
  const [postgres, sandbox] = await Promise.all([startPostgres(production), startSandbox()]);
  await postgres.create('sync');
  const port = await freePort();
  const settings = {
    ...benchSettings(postgres.url('sync')),
    ...sandbox.settings,
    PORT: String(port),
    // The poll would disturb the measurement.
    CALENDAR_POLL_SECONDS: '3600',
  };
  const ctx = await createContext(readConfig(settings));
  await ctx.database.migrate();
  await startJobs(ctx, jobs, []);
  const agents = [{ name: 'Maya', email: account }];
  const scope = mintScope(
    await createProperty(ctx, { ...mapleCourt('pk_bench', 'maple-court'), agents }),
  );
  const env = { ...settings, ROLE: 'all', HOST: '127.0.0.1', LOG_LEVEL: 'info' };
  const child = await startChild(main, [], env, /"msg":"started"/);
  await fill(sandbox);
  await walkConsent(ctx, createApp(ctx), { account, agent: account });

  const url = `http://127.0.0.1:${port}`;
  const headers = { 'Content-Type': 'application/json', Origin: `http://localhost:${port}` };
  const post = async (path: string, body: object, cookie = '') => {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { ...headers, cookie },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const member = { email: 'manager@example.com', password: 'a password of the bench' };
  await createMember(ctx, { role: 'owner', property: 'maple-court', ...member });
  const signedIn = await post('/api/auth/sign-in/email', member);
  const cookie = signedIn.headers.getSetCookie().map((line) => line.split(';')[0]);
  const rows = async <Row>(statement: SQL) => rowsOf<Row>(await ctx.db.execute(statement));
  // The manager lets titles and descriptions be read, because they make events large.
  const [calendar] = await rows<{ id: string }>(
    sql`update agent_calendars set show_titles = true returning id`,
  );
  return {
    sandbox,
    ctx,
    unit: { ctx, scope, actor: systemActor, test: false },
    url,
    agentCalendarId: calendar!.id,
    manage: async <T>(path: string, body: object) => {
      const asked = { property: 'maple-court', ...body };
      const answer = await post(`/api/lumaleasing/calendar/${path}`, asked, cookie.join('; '));
      return (await answer.json()) as T;
    },
    rows,
    value: async (statement) => Number(Object.values((await rows<object>(statement))[0] ?? {})[0]),
    stop: async () => {
      await child.stop();
      await ctx.queue.boss.stop({ graceful: false, close: true });
      await ctx.database.close();
      await sandbox.stop();
      await postgres.stop();
    },
  };
}

/** Waits until none of these jobs is queued or running. */
export const atRest = ({ value }: World, ...contracts: { queue: string }[]) =>
  until(
    async () =>
      (await value(sql`
        select count(*) from pgboss.job where state < 'completed'
          and name in ${contracts.map(({ queue }) => queue)}`)) === 0,
  );
