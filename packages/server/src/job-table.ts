/** The table of contents of background work: all jobs, and all that runs by the clock. */
import { enqueueOverdueAlerts } from './features/calendars/alerts/enqueue-alerts.ts';
import { enqueueHealthChecks } from './features/calendars/grants/check-health.ts';
import { enqueueReleases } from './features/calendars/grants/release-account.ts';
import { calendarJobs } from './features/calendars/jobs.ts';
import { enqueueDueMessages } from './features/notifications/due-messages.ts';
import { notificationJobs, retiredMessageQueues } from './features/notifications/jobs.ts';
import { retiredSyncQueues, syncJobs } from './features/sync/jobs.ts';
import { enqueueChannelRenewals, enqueueDueSyncs } from './features/sync/mirror/due-calendars.ts';
import { enqueueUnwrittenEvents } from './features/sync/unwritten-events.ts';
import { enqueueCompletions } from './features/tours/changing/complete-tours.ts';
import { enqueueTestErasures } from './features/tours/changing/erase-test-tours.ts';
import { tourJobs } from './features/tours/jobs.ts';
import type { Job, RetiredQueue } from './jobs/define-job.ts';
import { deleteEndedLimits, deleteOldRows } from './jobs/housekeeping.ts';
import { schedulesOf, type Sweep } from './jobs/sweep.ts';

export const sweeps: Sweep[] = [
  {
    path: 'calendar-sync',
    summary: 'The poll: syncs every calendar not looked at for a while; every few minutes',
    run: enqueueDueSyncs,
  },
  {
    path: 'messages',
    summary: 'Tries again to send messages whose next try is due; every minute',
    cron: '* * * * *',
    run: enqueueDueMessages,
  },
  {
    path: 'pending-events',
    summary: 'Queues again what is not in its calendar yet; every 5 minutes',
    cron: '*/5 * * * *',
    run: enqueueUnwrittenEvents,
  },
  {
    path: 'tour-completions',
    summary: 'Completes tours that ended an hour ago; every 10 minutes',
    cron: '*/10 * * * *',
    run: enqueueCompletions,
  },
  {
    path: 'channel-renewals',
    summary: 'Renews push channels that end within two days; hourly',
    cron: '15 * * * *',
    run: enqueueChannelRenewals,
  },
  {
    path: 'test-erasures',
    summary: 'Erases what was made with test keys a day ago; hourly',
    cron: '20 * * * *',
    run: enqueueTestErasures,
  },
  {
    path: 'calendar-alerts',
    summary:
      'Alerts of calendars that have not synced for a day, of events that a person must remove, and of messages given up; hourly',
    cron: '35 * * * *',
    run: enqueueOverdueAlerts,
  },
  {
    path: 'ended-limits',
    summary: 'Forgets rate limits that have ended, at once; hourly',
    cron: '5 * * * *',
    run: deleteEndedLimits,
  },
  {
    path: 'calendar-releases',
    summary:
      'Gives back the grants of accounts that were disconnected, where that is still to be done; hourly',
    cron: '50 * * * *',
    run: enqueueReleases,
  },
  {
    path: 'calendar-health',
    summary: 'Looks at every connected account; every 6 hours',
    cron: '25 */6 * * *',
    run: enqueueHealthChecks,
  },
  {
    path: 'housekeeping',
    summary: 'Forgets logs, sessions and kept answers past their time, at once; daily',
    cron: '40 3 * * *',
    run: deleteOldRows,
  },
];

export const schedules = schedulesOf(sweeps);

export const jobs: Job[] = [
  ...calendarJobs,
  ...syncJobs,
  ...tourJobs,
  ...notificationJobs,
  ...schedules.map(({ job }) => job),
];

/** Queues of earlier versions, and who handles the jobs that still wait in them. */
export const retiredQueues: RetiredQueue[] = [...retiredSyncQueues, ...retiredMessageQueues];
