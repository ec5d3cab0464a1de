import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { rowsOf, type Tx } from '../db/client.ts';
import { codeOf } from '../db/errors.ts';
import { sleep } from '../lib/waiting.ts';

/**
 * Sets, at every start, our roles' rights on pg-boss's tables: to add jobs for their own organization, and to read
 * the columns of waiting jobs that adding needs. Only the queue reads payloads. See decision 2.
 */
export async function restrictQueue(ctx: Context): Promise<void> {
  await inTurn(ctx, async (tx) => {
    for (const statement of grants) await tx.execute(statement);
  });
  await inTurn(ctx, (tx) => ensure(tx, 'policy of_system on pgboss.job_common', policies));
  await inTurn(ctx, (tx) => ensure(tx, 'function pgboss.luma_forget_busy_keys()', busyKeys));
}

const lockNotAvailable = '55P03';

// While this waits for a table, all others wait behind it, so it gives up soon and tries again. Servers that start
// together take turns, because Postgres refuses concurrent grants on one object.
async function inTurn({ db, log }: Context, work: (tx: Tx) => Promise<void>): Promise<void> {
  for (let triesLeft = 120; ; triesLeft--)
    try {
      return await db.transaction(async (tx) => {
        await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('luma_grants', 0))`);
        await tx.execute(sql`set local lock_timeout = '1s'`);
        await work(tx);
      });
    } catch (err) {
      if (codeOf(err) !== lockNotAvailable || triesLeft === 0) throw err;
      log.warn(
        'the tables of the queue are busy: what may be done with them is said a little later',
      );
      await sleep(1_000);
    }
}

// Runs the statements unless a comment with their hash shows that they were run: they wait for all who are adding
// jobs.
async function ensure(tx: Tx, commented: string, statements: readonly string[]): Promise<void> {
  const mark = createHash('sha256').update(statements.join()).digest('hex');
  const known = await tx.execute(sql`
    select 1 as one from pg_description where description = ${mark}
      and objoid in (
        select oid from pg_policy where polrelid = 'pgboss.job_common'::regclass
        union all select oid from pg_proc where pronamespace = 'pgboss'::regnamespace)`);
  if (rowsOf(known).length > 0) return;
  for (const statement of statements) await tx.execute(statement);
  await tx.execute(sql.raw(`comment on ${commented} is '${mark}'`));
}

const roles = 'luma_tenant, luma_system';

const grants = [
  `grant usage on schema pgboss to ${roles}`,
  `revoke all on pgboss.job_common, pgboss.queue from ${roles}`,
  `grant insert, select (id, name, state, policy, singleton_key, priority, start_after), update (priority, start_after)
    on pgboss.job_common to ${roles}`,
  `grant select (name, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds,
    retention_seconds, deletion_seconds, dead_letter, heartbeat_seconds, notify) on pgboss.queue to ${roles}`,
];

const ours = `data ->> 'organizationId' = (select current_setting('app.organization_id', true))`;
const system = `current_user = 'luma_system'`;

const policies = [
  `alter table pgboss.job_common enable row level security`,
  `drop policy if exists of_organization on pgboss.job_common`,
  `drop policy if exists of_system on pgboss.job_common`,
  `create policy of_organization on pgboss.job_common for all to luma_tenant using (${ours}) with check (${ours})`,
  `create policy of_system on pgboss.job_common for all to luma_system using (${system}) with check (${system})`,
];

// pg-boss fetches no jobs of keys that were busy when it last listed them, some seconds ago. Our queues clear the
// list, and check keys at each fetch (`groupConcurrency` in `runner.ts`); those of the previous version need it.
const busyKeys = [
  `create or replace function pgboss.luma_forget_busy_keys() returns trigger language plpgsql as
    $$ begin new.singletons_active := null; return new; end $$`,
  `create or replace trigger luma_forget_busy_keys before update of singletons_active on pgboss.queue
    for each row when (new.singletons_active is not null and new.name like '%.keyed')
    execute function pgboss.luma_forget_busy_keys()`,
];
