import { sql } from 'drizzle-orm';
import type { Db } from '../db/client.ts';

/**
 * Says, at every start, what our roles may do with pg-boss's tables, which pg-boss makes and owns: put jobs in the name of
 * their own organisation, and of the rows that wait see only what putting another needs. Payloads are read by nobody but
 * the queue itself. See decision 2.
 */
export async function restrictQueue(db: Db): Promise<void> {
  await db.transaction(async (tx) => {
    // Servers that start together take turns, since Postgres refuses concurrent grants on one object.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('luma_grants', 0))`);
    for (const statement of [...grants, ...policies, ...busyKeys]) await tx.execute(statement);
  });
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

// Only where they are missing: making a policy waits for everybody who is putting a job.
const policies = [
  `do $$ begin
    if not (select relrowsecurity from pg_class where oid = 'pgboss.job_common'::regclass) then
      alter table pgboss.job_common enable row level security;
      create policy of_organization on pgboss.job_common for all to luma_tenant using (${ours}) with check (${ours});
      create policy of_system on pgboss.job_common for all to luma_system using (${system}) with check (${system});
    end if;
  end $$`,
];

// pg-boss remembers which keys were busy some seconds ago and fetches none of their jobs until it looks again, however
// long they have been free. Ours ask for that as they fetch (the group, in `runner.ts`).
const busyKeys = [
  `create or replace function pgboss.luma_forget_busy_keys() returns trigger language plpgsql as
    $$ begin new.singletons_active := null; return new; end $$`,
  `create or replace trigger luma_forget_busy_keys before update of singletons_active on pgboss.queue
    for each row when (new.singletons_active is not null) execute function pgboss.luma_forget_busy_keys()`,
];
