import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { atRest, jobsOf } from '../../test/jobs.ts';
import { createWorld, type World } from '../../test/world.ts';
import type { Context } from '../context.ts';
import { declareJob, type TenantPayload } from './contract.ts';
import { defineJob } from './define-job.ts';
import { startJobs } from './runner.ts';

interface Numbered extends TenantPayload {
  number: number;
}
const contract = declareJob<Numbered>({ name: 'numbered', concurrency: 4 });
const slow = Promise.withResolvers<void>();
const done: number[] = [];
const job = defineJob(contract, async (_ctx, { number }) => {
  if (number === 0) await slow.promise;
  done.push(number);
});

/** One worker. It records its jobs, and waits for `goOn`. */
const inTurn = declareJob<Numbered>({
  name: 'in-turn',
  keyOf: ({ number }) => String(number),
  concurrency: 1,
});
const begun: number[] = [];
let goOn = Promise.withResolvers<void>();
const one = defineJob(inTurn, async (_ctx, { number }) => {
  begun.push(number);
  await goOn.promise;
});

/** Several workers, at most one for each key. */
const busy = declareJob<Numbered>({
  name: 'busy',
  keyOf: ({ number }) => String(number),
  concurrency: 2,
});
const [atWork, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
const finished: number[] = [];
const other = defineJob(busy, async (_ctx, { number }) => {
  if (number === 0 && !finished.includes(0)) {
    atWork.resolve();
    await release.promise;
  }
  finished.push(number);
});

let world: World;
let ctx: Context;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  const { boss } = world.ctx.queue;
  await boss.createQueue('of-an-older-version');
  await boss.schedule('of-an-older-version', '* * * * *');
  const config = { ...world.ctx.config, ROLE: 'all' as const };
  ctx = { ...world.ctx, config };
  await startJobs(ctx, [job, one, other], []);
});
afterAll(async () => {
  release.resolve();
  goOn.resolve();
  await world.stop();
});

const payload = (number: number) => ({ ...world.scope, number });
const enqueue = (numbers: number[], to = contract, options = {}) =>
  world.ctx.db.transaction((tx) =>
    world.ctx.queue.enqueueAll(tx, to, numbers.map(payload), options),
  );
const inState = async (...states: string[]) =>
  (await jobsOf(world, contract))
    .filter(({ state }) => states.includes(state))
    .map(({ data }) => (data as Numbered).number)
    .toSorted((a, b) => a - b);
const from = (first: number, count: number) => Array.from({ length: count }, (_, n) => first + n);

it('deletes schedules of earlier versions', async () => {
  expect(await world.ctx.queue.boss.getSchedules()).toEqual([]);
});

describe('workers', () => {
  it('let no job wait for a slow one', async () => {
    await enqueue(from(0, 10));
    await eventually(async () => expect(await inState('completed')).toEqual(from(1, 9)));
    expect(await inState('active')).toEqual([0]);
  });

  it('do all of many jobs, though there are fewer wake-ups than jobs', async () => {
    await enqueue(from(10, 60));
    await eventually(async () => expect(await inState('completed')).toEqual(from(1, 69)));
    slow.resolve();
    await eventually(async () => expect(await inState('completed')).toEqual(from(0, 70)));
    expect(done).toHaveLength(70);
  });

  it('take an urgent job before hundreds of older ones, also if it folds into one of them', async () => {
    await enqueue(from(1, 300), inTurn);
    await eventually(() => expect(begun).toHaveLength(1));
    const waits = from(1, 300).find((number) => number !== begun[0] && number > 200)!;
    await enqueue([waits, 1_000], inTurn, { priority: 1 });
    goOn.resolve();
    await atRest(world, inTurn);
    expect(begun.slice(1, 3).toSorted((a, b) => a - b)).toEqual([waits, 1_000]);
    expect(begun).toHaveLength(301);
  });

  it('do jobs of other keys while an urgent job waits for its key', async () => {
    await enqueue([0], busy);
    await atWork.promise;
    await enqueue([0], busy, { priority: 9 });
    await enqueue(from(1, 20), busy);
    await eventually(() => expect(finished.toSorted((a, b) => a - b)).toEqual(from(1, 20)));
    release.resolve();
    await eventually(() => expect(finished.filter((number) => number === 0)).toHaveLength(2));
  });

  it('take a job at once if its key was busy when pg-boss last listed busy keys', async () => {
    goOn = Promise.withResolvers();
    await enqueue([7_000], inTurn);
    await eventually(() => expect(begun.at(-1)).toBe(7_000));
    await world.ctx.queue.boss.supervise(inTurn.queue);
    await enqueue([7_000], inTurn);
    // Clears what this process remembers of that list.
    await world.ctx.queue.boss.updateQueue(inTurn.queue, { notify: true });
    goOn.resolve();
    await eventually(() => expect(begun.slice(-2)).toEqual([7_000, 7_000]));
  });
});
