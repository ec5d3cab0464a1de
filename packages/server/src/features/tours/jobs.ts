import { defineJob } from '../../jobs/define-job.ts';
import { completeToursOf } from './complete-tours.ts';
import { completeTours, eraseTestTours } from './contracts.ts';
import { eraseTestToursOf } from './erase-test-tours.ts';

export const tourJobs = [
  defineJob(completeTours, completeToursOf),
  defineJob(eraseTestTours, eraseTestToursOf),
];
