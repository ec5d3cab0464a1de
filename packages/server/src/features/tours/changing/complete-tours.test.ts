import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobsOf } from '../../../../test/jobs.ts';
import { bookedTour } from '../../../../test/tours.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { enqueueCompletions } from './complete-tours.ts';
import { completeToursJob, eraseTestToursJob } from '../job-contracts.ts';
import { enqueueTestErasures } from './erase-test-tours.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false, keys: ['pk_live', 'pk_test_maple'] });
  await world.connect();
  await bookedTour(world);
  await world.pass(30 * 86_400_000);
});
afterAll(() => world.stop());

describe('a sweep that runs again before a worker has taken its job', () => {
  it.each([
    ['completions', enqueueCompletions, completeToursJob],
    ['erasures', enqueueTestErasures, eraseTestToursJob],
  ])('has one job wait for each property: %s', async (_what, sweep, contract) => {
    for (let times = 0; times < 3; times++) expect(await sweep(world.ctx)).toBe(1);
    expect((await jobsOf(world, contract)).map(({ state }) => state)).toEqual(['created']);
  });
});
