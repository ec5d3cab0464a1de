import { mintScope } from '../../db/mint-scope.ts';
import { defineJob } from '../../jobs/define-job.ts';
import { completeToursOf } from './complete-tours.ts';
import { completeTours, eraseTestTours } from './contracts.ts';
import { eraseTestToursOf } from './erase-test-tours.ts';

export const tourJobs = [
  defineJob(completeTours, (ctx, payload) => completeToursOf(ctx, mintScope(payload))),
  defineJob(eraseTestTours, (ctx, payload) => eraseTestToursOf(ctx, mintScope(payload))),
];
