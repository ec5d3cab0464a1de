import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { atRest } from '../../test/jobs.ts';
import { createWorld, type World } from '../../test/world.ts';
import type { Context } from '../context.ts';
import { sweeps } from '../job-table.ts';
import { declareJob, type TenantPayload } from './contract.ts';
import { defineJob, retireQueue } from './define-job.ts';
import { startJobs } from './runner.ts';

const keyOf = ({ propertyId }: TenantPayload) => propertyId;
const named = declareJob<TenantPayload>({
  name: 'named',
  retries: 5,
  longestGapSeconds: 900,
  expireSeconds: 700,
  keepSeconds: 60,
});
/** An earlier version did not fold these jobs. */
const folding = declareJob<TenantPayload>({ name: 'folding', keyOf, concurrency: 1 });
const contracts = [named, folding];

const done: TenantPayload[] = [];
const handed: TenantPayload[] = [];
const begun = Promise.withResolvers<void>();
const jobs = contracts.map((contract) =>
  defineJob(contract, async (_unit, payload) => {
    await begun.promise;
    done.push(payload);
  }),
);
const retired = [
  retireQueue<TenantPayload>('given-up', async (_unit, payload) => void handed.push(payload)),
];

let world: World;
let ctx: Context;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  ctx = { ...world.ctx, config: { ...world.ctx.config, ROLE: 'all' } };
  const { boss } = ctx.queue;
  // The database as an earlier version left it.
  await boss.createQueue('named', { retryLimit: 12, expireInSeconds: 120 });
  for (const name of ['folding', 'given-up', 'of-somebody-else']) {
    await boss.createQueue(name, { policy: 'standard' });
    for (const propertyId of ['z', 'a', 'a', 'b']) await boss.send(name, payload(propertyId));
  }
  await startJobs(ctx, jobs, [], retired);
});
afterAll(async () => {
  begun.resolve();
  await world.stop();
});

const payload = (propertyId: string) => ({ ...world.scope, propertyId });
const propertiesOf = (payloads: TenantPayload[]) => payloads.map(keyOf).toSorted();

describe('the queues of a live database', () => {
  it('get the settings of their contracts', async () => {
    expect(await ctx.queue.boss.getQueue(named.queue)).toMatchObject({
      retryLimit: 5,
      retryDelayMax: 900,
      expireInSeconds: 700,
      deleteAfterSeconds: 60,
      notify: true,
    });
  });

  it('hand their jobs to a folding queue if their contract now folds', async () => {
    // The other jobs are handed on while the first one runs.
    await atRest(world, { queue: 'folding' });
    begun.resolve();
    await atRest(world, folding);
    expect(propertiesOf(done)).toEqual(['a', 'b', 'z']);
    expect(await ctx.queue.boss.getQueue(folding.queue)).toMatchObject({ policy: 'stately' });
  });

  it('have their jobs handled even if their contract is gone', async () => {
    await eventually(() => expect(propertiesOf(handed)).toEqual(['a', 'a', 'b', 'z']));
    // A server of the version before may still run, and put another.
    await ctx.queue.boss.send('given-up', payload('c'));
    await eventually(() => expect(propertiesOf(handed)).toEqual(['a', 'a', 'b', 'c', 'z']));
  });

  it('stay, and have workers, when they have long been empty', async () => {
    const errors: unknown[] = [];
    ctx.queue.boss.on('error', (error) => errors.push(error));
    for (const name of ['folding', 'given-up']) await ctx.queue.boss.deleteAllJobs(name);
    await ctx.db.execute(sql`update pgboss.queue set updated_on = now() - interval '25 hours'`);
    await sweeps.find(({ path }) => path === 'housekeeping')!.run(ctx);
    // A server of the version before may still run, and put another.
    await ctx.queue.boss.send('given-up', payload('d'));
    await eventually(() => expect(propertiesOf(handed)).toContain('d'));
    await ctx.queue.boss.send('folding', payload('d'));
    await eventually(() => expect(propertiesOf(done)).toContain('d'));
    expect(errors).toEqual([]);
    expect(await ctx.queue.boss.findJobs('of-somebody-else')).toHaveLength(4);
  });

  it('refuse a contract that says what its queue can never do', async () => {
    const unkeyed = { ...named, queue: folding.queue };
    await expect(startJobs(ctx, [defineJob(unkeyed, async () => {})], [])).rejects.toThrow(
      'rename the job',
    );
  });
});
