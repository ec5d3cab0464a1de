import { mintScope } from '../../db/scope.ts';
import { declareJob } from '../../jobs/contract.ts';
import { defineJob } from '../../jobs/define-job.ts';
import { completeToursOf, enqueueCompletions } from './complete-tours.ts';
import { completeTours, eraseTestTours } from './contracts.ts';
import { enqueueTestErasures, eraseTestToursOf } from './erase-test-tours.ts';

export const completionSweep = defineJob(declareJob<object>('sweep-completions', 0), (ctx) =>
  enqueueCompletions(ctx),
);
export const testSweep = defineJob(declareJob<object>('sweep-test-tours', 0), (ctx) =>
  enqueueTestErasures(ctx),
);

export const tourJobs = [
  completionSweep,
  testSweep,
  defineJob(completeTours, (ctx, payload) => completeToursOf(ctx, mintScope(payload))),
  defineJob(eraseTestTours, (ctx, payload) => eraseTestToursOf(ctx, mintScope(payload))),
];
