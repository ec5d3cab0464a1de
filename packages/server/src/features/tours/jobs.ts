import { defineJob } from '../../jobs/define-job.ts';
import { completeToursOf } from './changing/complete-tours.ts';
import { completeToursJob, eraseTestToursJob } from './job-contracts.ts';
import { eraseTestToursOf } from './changing/erase-test-tours.ts';

export const tourJobs = [
  defineJob(completeToursJob, completeToursOf),
  defineJob(eraseTestToursJob, eraseTestToursOf),
];
