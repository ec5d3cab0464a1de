/** The table of contents of the background: every job, and what runs by the clock. */
import { alertSweep, calendarJobs, healthSweep } from './features/calendars/jobs.ts';
import { notificationJobs } from './features/notifications/jobs.ts';
import { channelSweep, sweepJob, syncJobs } from './features/sync/jobs.ts';
import { completionSweep, testSweep, tourJobs } from './features/tours/jobs.ts';
import type { Job, Schedule } from './jobs/define-job.ts';
import { housekeeping } from './jobs/housekeeping.ts';

export const jobs: Job[] = [
  ...calendarJobs,
  ...syncJobs,
  ...tourJobs,
  ...notificationJobs,
  housekeeping,
];

export const schedules: Schedule[] = [
  { job: sweepJob, cron: '*/5 * * * *' },
  { job: channelSweep, cron: '15 * * * *' },
  { job: healthSweep, cron: '25 */6 * * *' },
  { job: alertSweep, cron: '35 * * * *' },
  { job: completionSweep, cron: '*/10 * * * *' },
  { job: testSweep, cron: '20 * * * *' },
  { job: housekeeping, cron: '40 3 * * *' },
];
