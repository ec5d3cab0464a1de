import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { createWorld, type World } from '../../test/world.ts';
import { declareJob, type TenantPayload } from './contract.ts';
import { defineJob } from './define-job.ts';
import { startJobs } from './runner.ts';

interface Numbered extends TenantPayload {
  number: number;
}
const contract = declareJob<Numbered>('numbered');
const slow = Promise.withResolvers<void>();
const done: number[] = [];
const job = defineJob(contract, async (_unit, { number }) => {
  if (number === 0) await slow.promise;
  done.push(number);
});

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  const { boss } = world.ctx.queue;
  await boss.createQueue('of-an-older-version');
  await boss.schedule('of-an-older-version', '* * * * *');
  const config = { ...world.ctx.config, ROLE: 'all' as const };
  await startJobs({ ...world.ctx, config }, [job], []);
});
afterAll(() => world.stop());

const enqueue = (numbers: number[]) =>
  world.ctx.db.transaction(async (tx) => {
    for (const number of numbers)
      await world.ctx.queue.enqueue(tx, contract, { ...world.scope, number });
  });
const inState = async (...states: string[]) =>
  (await world.ctx.queue.boss.findJobs<Numbered>(contract.name))
    .filter((one) => states.includes(one.state))
    .map((one) => one.data.number)
    .toSorted((a, b) => a - b);
const from = (first: number, count: number) => Array.from({ length: count }, (_, n) => first + n);

it('forgets what nobody runs by the clock any more', async () => {
  expect(await world.ctx.queue.boss.getSchedules()).toEqual([]);
});

describe('workers', () => {
  it('let no job wait for a slow one', async () => {
    await enqueue(from(0, 10));
    await eventually(async () => expect(await inState('completed')).toEqual(from(1, 9)));
    expect(await inState('active')).toEqual([0]);
  });

  it('leave none of many behind, though wake-ups are fewer', async () => {
    await enqueue(from(10, 60));
    await eventually(async () => expect(await inState('completed')).toEqual(from(1, 69)));
    slow.resolve();
    await eventually(async () => expect(await inState('completed')).toEqual(from(0, 70)));
    expect(done).toHaveLength(70);
  });
});
