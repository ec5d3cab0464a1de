import { sql, type SQL } from 'drizzle-orm';
import { fromDrizzle } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookedTour } from '../../test/tours.ts';
import { createWorld, type World } from '../../test/world.ts';
import { rowsOf } from '../db/client.ts';
import { codeOf } from '../db/errors.ts';
import { asTenant, type TenantScope } from '../db/scope.ts';
import { syncTourJob } from '../features/tours/job-contracts.ts';
import { restrictQueue } from './access.ts';

const insufficientPrivilege = '42501';

let world: World;
let stranger: TenantScope;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  stranger = await world.addProperty({ slug: 'stranger', key: 'pk_stranger' });
  await world.connect();
  await bookedTour(world);
});
afterAll(() => world.stop());

const ask = async (scope: TenantScope, statement: string) =>
  asTenant(world.ctx.db, scope, async (tx) =>
    rowsOf<Record<string, unknown>>(await tx.execute(sql.raw(statement))),
  );
const refused = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => codeOf(error),
  );
const jobFor = ({ organizationId, propertyId }: TenantScope) => ({
  organizationId,
  propertyId,
  tourId: '00000000-0000-4000-8000-000000000000',
});

describe('the job queue, for a tenant’s role [P1]', () => {
  it('shows only rows of its organization, and no payload', async () => {
    const known = await ask(world.scope, 'select name, singleton_key from pgboss.job_common');
    expect(known.map(({ name }) => name)).toContain(syncTourJob.queue);
    expect(await ask(stranger, 'select name, singleton_key from pgboss.job_common')).toEqual([]);
    for (const scope of [world.scope, stranger])
      for (const column of ['*', 'data', 'output', 'source_output'])
        expect(await refused(ask(scope, `select ${column} from pgboss.job_common`)), column).toBe(
          insufficientPrivilege,
        );
  });

  it('shows the settings of queues, and only the columns that are needed to add a job', async () => {
    const columns = await world.database.asSuperuser(`
      select c.relname || '.' || a.attname as name,
        has_column_privilege('luma_tenant', c.oid, a.attnum, 'select') as readable
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where n.nspname = 'pgboss' and c.relkind in ('r', 'p', 'v', 'm')`);
    expect(columns.length).toBeGreaterThan(60);
    const readable = columns.filter((one) => one['readable']).map(({ name }) => String(name));
    // This column lists busy keys, which name other tenants' tours and calendars.
    expect(readable).not.toContain('queue.singletons_active');
    expect(readable.filter((one) => !one.startsWith('queue.')).toSorted()).toEqual(
      ['id', 'name', 'policy', 'priority', 'singleton_key', 'start_after', 'state'].map(
        (column) => `job_common.${column}`,
      ),
    );
  });

  it('accepts no job for another organization, and deletes none', async () => {
    const { queue } = world.ctx;
    const put = (scope: TenantScope) =>
      asTenant(world.ctx.db, stranger, (tx) => queue.enqueue(tx, syncTourJob, jobFor(scope)));
    expect(await refused(put(world.scope))).toBe(insufficientPrivilege);
    expect(await refused(put(stranger))).toBeUndefined();
    const change = 'update pgboss.job_common set priority = 9 returning name';
    expect(await ask(stranger, change)).toHaveLength(1);
    for (const statement of [
      'delete from pgboss.job_common',
      `update pgboss.job_common set state = 'cancelled'`,
      `update pgboss.queue set retry_limit = 0`,
      `insert into pgboss.queue (name) values ('x')`,
    ])
      expect(await refused(ask(stranger, statement)), statement).toBe(insufficientPrivilege);
  });

  it('stays closed when a server of the previous version starts and grants more', async () => {
    for (const table of ['job_common', 'queue'])
      await world.database.asSuperuser(`grant select on pgboss.${table} to luma_tenant`);
    const seen = await ask(stranger, 'select data from pgboss.job_common');
    expect(seen).toMatchObject([{ data: { organizationId: stranger.organizationId } }]);
  });

  it('replaces the policies of another version', async () => {
    for (const statement of [
      'alter policy of_organization on pgboss.job_common using (true)',
      `comment on policy of_system on pgboss.job_common is 'of another version'`,
    ])
      await world.database.asSuperuser(statement);
    const names = `select name from pgboss.job_common where data ->> 'organizationId' <> '${stranger.organizationId}'`;
    const others = async () => (await ask(stranger, 'select name from pgboss.job_common')).length;
    const all = (await world.database.asSuperuser(names)).length;
    expect(all).toBeGreaterThan(0);
    const open = await others();
    await restrictQueue(world.ctx);
    expect(await others()).toBe(open - all);
  });

  it('keeps the list of busy keys in queues of the previous version, which needs it', async () => {
    const { boss } = world.ctx.queue;
    await boss.createQueue('of-before', { policy: 'stately' });
    await world.database.asSuperuser(`update pgboss.queue set singletons_active = '{x}'`);
    const kept = await world.database.asSuperuser(
      'select name from pgboss.queue where singletons_active is not null',
    );
    expect(kept.map(({ name }) => name)).toContain('of-before');
    expect(kept.map(({ name }) => name)).not.toContain(syncTourJob.queue);
  });

  it('lets a server of the previous version add jobs', async () => {
    const key = 'put-by-an-older-one';
    const old = `with job as (
      insert into pgboss.job_common (name, data, singleton_key, start_after, created_on, keep_until, expire_seconds,
        deletion_seconds, retry_limit, retry_delay, retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds)
      select queue.name, '${JSON.stringify(jobFor(stranger))}', '${key}', pgboss.job_now(), pgboss.job_now(),
        pgboss.job_now() + queue.retention_seconds * interval '1s', queue.expire_seconds, queue.deletion_seconds,
        queue.retry_limit, queue.retry_delay, queue.retry_backoff, queue.retry_delay_max, queue.policy,
        queue.dead_letter, queue.heartbeat_seconds
      from pgboss.queue where queue.name = '${syncTourJob.queue}'
      on conflict do nothing returning name) select name from job`;
    expect(await ask(stranger, old)).toHaveLength(1);
    expect(await ask(stranger, old)).toHaveLength(0);
  });

  it('lets a server of the previous version add a job with pg-boss’s own send', async () => {
    const { boss } = world.ctx.queue;
    // The queue has been used before, so that pg-boss needs no query outside of the transaction: an embedded
    // database has no second connection for that.
    await boss.send(syncTourJob.queue, jobFor(world.scope), { startAfter: 60 });
    const send = (scope: TenantScope) =>
      asTenant(world.ctx.db, stranger, (tx) => {
        const execute = async (query: unknown) => ({
          rows: rowsOf<Record<string, unknown>>(await tx.execute(query as SQL)),
        });
        return boss.send(syncTourJob.queue, jobFor(scope), {
          db: fromDrizzle({ execute }, sql),
          singletonKey: 'sent-by-an-older-one',
          startAfter: 60,
        });
      });
    expect(await refused(send(world.scope))).toBe(insufficientPrivilege);
    expect(await send(stranger)).toEqual(expect.any(String));
  });
});
