import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { createWorld, type World } from '../../test/world.ts';
import { rowsOf } from '../db/client.ts';
import { asTenantInOneGo } from '../db/scope.ts';
import { statement } from '../db/statement.ts';
import { declareJob } from './contract.ts';
import type { Job } from './define-job.ts';
import { announceJobs, putJobs } from './put-jobs.ts';
import { startJobs } from './runner.ts';

interface Payload {
  tourId: string;
}
const keyed = declareJob<Payload>('keyed', 7, ({ tourId }) => tourId);
const keyless = declareJob<Payload>('keyless', 3);

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  await startJobs(
    world.ctx,
    [keyed, keyless].map((contract) => ({ contract, handle: async () => {} }) as unknown as Job),
    [],
  );
});
afterAll(() => world.stop());

const put = statement<{ name: string; tourId: string; key: string | null }>(
  { name: 'text', tourId: 'text', key: 'text' },
  ({ name, tourId, key }) => `
    with job as (${putJobs(`(select ${name} as name, jsonb_build_object('tourId', ${tourId}) as payload,
      ${key} as key) as wanted`)})
    select name, ${announceJobs('job')} as announced from job`,
);

const putOurs = (name: string, tourId: string, key: string | null) =>
  asTenantInOneGo(world.ctx.database, world.scope, put({ name, tourId, key }));

/** How long from one instant of a row to another, in place of the instants. */
async function stored(tourId: string) {
  const rows = await world.ctx.db.execute(sql`
    select to_jsonb(job) || jsonb_build_object('id', null, 'created_on', null,
      'start_after', start_after - created_on, 'keep_until', keep_until - created_on) as row
    from pgboss.job as job where data ->> 'tourId' = ${tourId}`);
  return rowsOf<{ row: object }>(rows).map(({ row }) => row);
}

describe('a job put by a statement of ours', () => {
  it.each([keyed, keyless])('is, column by column, what pg-boss sends: $name', async (contract) => {
    const { ctx } = world;
    const tourId = randomUUID();
    const key = contract.keyOf?.({ tourId }) ?? null;
    await ctx.db.transaction((tx) => ctx.queue.enqueue(tx, contract, { tourId }));
    const [sent] = await stored(tourId);
    await ctx.queue.boss.deleteAllJobs(contract.name);
    await putOurs(contract.name, tourId, key);
    expect(await stored(tourId)).toEqual([sent]);
  });

  it('is so too when many are put at once, one for each key', async () => {
    const { ctx } = world;
    const tourIds = [randomUUID(), randomUUID()];
    const [first = '', second = ''] = tourIds;
    await ctx.db.transaction((tx) => ctx.queue.enqueue(tx, keyed, { tourId: first }));
    const [sent] = await stored(first);
    await ctx.queue.boss.deleteAllJobs(keyed.name);
    await ctx.db.transaction((tx) =>
      ctx.queue.enqueueAll(
        tx,
        keyed,
        [...tourIds, first].map((tourId) => ({ tourId })),
      ),
    );
    expect(await stored(first)).toEqual([sent]);
    expect(await stored(second)).toHaveLength(1);
    await ctx.db.transaction((tx) => ctx.queue.enqueueAll(tx, keyed, []));
  });

  it('is one with those that wait under its key', async () => {
    const tourId = randomUUID();
    expect(await putOurs(keyed.name, tourId, tourId)).toHaveLength(1);
    expect(await putOurs(keyed.name, tourId, tourId)).toHaveLength(0);
    expect(await stored(tourId)).toHaveLength(1);
  });

  it('wakes a worker as one that pg-boss sends does', async () => {
    const heard = vi.fn();
    const [{ channel }] = rowsOf<{ channel: string }>(
      await world.ctx.db.execute(sql`
        select 'pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24) as channel`),
    ) as [{ channel: string }];
    await world.ctx.database.listen(channel, heard, () => {});
    const tourId = randomUUID();
    await world.ctx.db.transaction((tx) => world.ctx.queue.enqueue(tx, keyless, { tourId }));
    await eventually(() => expect(heard.mock.calls).toEqual([[keyless.name]]));
    await putOurs(keyless.name, tourId, null);
    await eventually(() => expect(heard.mock.calls).toEqual([[keyless.name], [keyless.name]]));
  });
});
