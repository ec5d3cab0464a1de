import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { atRest } from '../../test/jobs.ts';
import { createWorld, type World } from '../../test/world.ts';
import type { Context } from '../context.ts';
import { declareJob, type TenantPayload } from './contract.ts';
import { defineJob, retire } from './define-job.ts';
import { dropRetiredQueues } from './reconcile.ts';
import { startJobs } from './runner.ts';

const keyOf = ({ propertyId }: TenantPayload) => propertyId;
const named = declareJob<TenantPayload>({
  name: 'named',
  retries: 5,
  longestGapSeconds: 900,
  expireSeconds: 700,
  keepSeconds: 60,
});
/** An earlier version did not fold it. */
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
  retire<TenantPayload>('given-up', async (_unit, payload) => void handed.push(payload)),
];

let world: World;
let ctx: Context;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  ctx = { ...world.ctx, config: { ...world.ctx.config, ROLE: 'all' } };
  const { boss } = ctx.queue;
  // As an earlier version left the database.
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
const queues = async () => (await ctx.queue.boss.getQueues()).map(({ name }) => name);

describe('the queues of a live database', () => {
  it('are made as the contracts say', async () => {
    expect(await ctx.queue.boss.getQueue(named.queue)).toMatchObject({
      retryLimit: 5,
      retryDelayMax: 900,
      expireInSeconds: 700,
      deleteAfterSeconds: 60,
      notify: true,
    });
  });

  it('hand their jobs on to another where a contract folds that did not, and then fold', async () => {
    // While the first is done, the others are handed on.
    await atRest(world, { queue: 'folding' });
    begun.resolve();
    await atRest(world, folding);
    expect(propertiesOf(done)).toEqual(['a', 'b', 'z']);
    expect(await ctx.queue.boss.getQueue(folding.queue)).toMatchObject({ policy: 'stately' });
  });

  it('have their jobs done in today’s way where there is no such contract any more', async () => {
    await eventually(() => expect(propertiesOf(handed)).toEqual(['a', 'a', 'b', 'z']));
    // A server of the version before may still run, and put another.
    await ctx.queue.boss.send('given-up', payload('c'));
    await eventually(() => expect(propertiesOf(handed)).toEqual(['a', 'a', 'b', 'c', 'z']));
  });

  it('go a day after the last start that knew of them, once nothing is in them', async () => {
    const dayAgo = () =>
      ctx.db.execute(sql`update pgboss.queue set updated_on = now() - interval '25 hours'`);
    await dropRetiredQueues(ctx, contracts);
    await dayAgo();
    await dropRetiredQueues(ctx, contracts);
    // What was done is remembered for a while, and keeps its queue.
    expect(await queues()).toEqual(expect.arrayContaining(['folding', 'given-up']));
    for (const name of ['folding', 'given-up']) await ctx.queue.boss.deleteStoredJobs(name);
    await startJobs(ctx, [], [], retired);
    await dropRetiredQueues(ctx, contracts);
    expect(await queues()).toContain('given-up');
    await dayAgo();
    await dropRetiredQueues(ctx, contracts);
    expect(await queues()).toEqual(
      expect.arrayContaining([named.queue, folding.queue, 'of-somebody-else']),
    );
    expect(await queues()).not.toContain('folding');
    expect(await queues()).not.toContain('given-up');
    expect(await ctx.queue.boss.findJobs('of-somebody-else')).toHaveLength(4);
  });

  it('refuse a contract whose queue can never do what it says', async () => {
    const unkeyed = { ...named, queue: folding.queue };
    await expect(startJobs(ctx, [defineJob(unkeyed, async () => {})], [])).rejects.toThrow(
      'rename the job',
    );
  });
});
