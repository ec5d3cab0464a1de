import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { createWorld, type World } from '../../test/world.ts';
import { asTenant } from '../db/scope.ts';
import { declareJob, type JobContract, type TenantPayload } from './contract.ts';
import { defineJob } from './define-job.ts';
import { startJobs } from './runner.ts';

interface Payload extends TenantPayload {
  tourId: string;
}
const keyed = declareJob<Payload>({
  name: 'folding',
  keyOf: ({ tourId }) => tourId,
  retries: 7,
  longestGapSeconds: 30,
  expireSeconds: 300,
  keepSeconds: 500,
  priority: 3,
});
const keyless = declareJob<Payload>({ name: 'each', retries: 3 });

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  await startJobs(
    world.ctx,
    [keyed, keyless].map((contract) => defineJob(contract, async () => {})),
    [],
  );
});
afterAll(() => world.stop());

const payload = (tourId: string) => ({ ...world.scope, tourId });
const put = (contract: JobContract<Payload>, tourIds: string[], options = {}) =>
  asTenant(world.ctx.db, world.scope, (tx) =>
    world.ctx.queue.enqueueAll(tx, contract, tourIds.map(payload), options),
  );

/** Adds the same job with pg-boss's `send`. */
const send = ({ queue, keyOf, priority }: JobContract<Payload>, tourId: string, options = {}) => {
  const key = keyOf?.(payload(tourId));
  return world.ctx.queue.boss.send(queue, payload(tourId), {
    priority,
    ...(key ? { singletonKey: key, group: { id: key } } : {}),
    ...options,
  });
};

/** All rows of a tour's jobs. Durations replace the instants, so that rows can be compared. */
async function stored(tourId: string) {
  const rows = await world.database.asSuperuser(`
    select to_jsonb(job) || jsonb_build_object('id', null, 'created_on', null,
      'start_after', start_after - created_on, 'keep_until', keep_until - created_on) as row
    from pgboss.job as job where data ->> 'tourId' = '${tourId}'`);
  return rows.map(({ row }) => row as Record<string, unknown>);
}

describe('a job that our statement inserts', () => {
  it.each([
    ['that folds', keyed, {}, {}],
    ['that does not', keyless, {}, {}],
    ['that is urgent', keyed, { priority: 20 }, { priority: 20 }],
    ['that waits', keyless, { delaySeconds: 90 }, { startAfter: 90 }],
  ])('has the columns that pg-boss writes: one %s', async (_what, contract, ours, theirs) => {
    const tourId = randomUUID();
    await send(contract, tourId, theirs);
    const [sent] = await stored(tourId);
    await world.ctx.queue.boss.deleteAllJobs(contract.queue);
    await put(contract, [tourId], ours);
    expect(await stored(tourId)).toEqual([sent]);
  });

  it('has these columns also when many are inserted at once, one for each key', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    await send(keyed, first);
    const [sent] = await stored(first);
    await world.ctx.queue.boss.deleteAllJobs(keyed.queue);
    await put(keyed, [first, second, first]);
    expect(await stored(first)).toEqual([sent]);
    expect(await stored(second)).toHaveLength(1);
    await put(keyed, []);
  });

  it('folds into the waiting job of its key, which gets the earlier start and the higher priority', async () => {
    const tourId = randomUUID();
    const urgency = async () => {
      const [job, ...others] = await stored(tourId);
      expect(others).toEqual([]);
      return [job!['priority'], job!['start_after']];
    };
    await put(keyed, [tourId], { delaySeconds: 60 });
    expect(await urgency()).toEqual([3, '00:01:00']);
    await put(keyed, [tourId], { delaySeconds: 90, priority: 9 });
    expect(await urgency()).toEqual([9, '00:01:00']);
    await put(keyed, [tourId], { priority: 1 });
    const [priority, delay] = await urgency();
    expect([priority, /^00:00:0\d/.test(String(delay))]).toEqual([9, true]);
  });

  // An embedded database has one connection: no worker can fetch while a transaction is open.
  it.runIf(process.env['TEST_DATABASE'] === 'postgres')(
    'that folds locks the waiting job, so that no worker takes it before the commit',
    async () => {
      const { ctx } = world;
      const tourId = randomUUID();
      await put(keyed, [tourId]);
      const fetch = () => ctx.queue.boss.fetch<Payload>(keyed.queue, { minPriority: 20 });
      await put(keyed, [tourId], { priority: 20 });
      await asTenant(ctx.db, world.scope, async (tx) => {
        await ctx.queue.enqueue(tx, keyed, payload(tourId));
        expect(await fetch()).toEqual([]);
      });
      expect((await fetch()).map(({ data }) => data.tourId)).toEqual([tourId]);
    },
  );

  it('wakes a worker like pg-boss’s send, if it may run at once', async () => {
    const heard = vi.fn();
    const [{ channel }] = (await world.database.asSuperuser(`
      select 'pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24) as channel`)) as [
      { channel: string },
    ];
    await world.ctx.database.listen(channel, heard, () => {});
    await send(keyless, randomUUID());
    await eventually(() => expect(heard.mock.calls).toEqual([[keyless.queue]]));
    await put(keyed, [randomUUID()], { delaySeconds: 60 });
    await put(keyless, [randomUUID()]);
    await eventually(() => expect(heard.mock.calls).toEqual([[keyless.queue], [keyless.queue]]));
  });
});
