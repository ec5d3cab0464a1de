import { defineJob } from '../../jobs/define-job.ts';
import { checkHealth } from './grants/check-health.ts';
import { checkAlertsJob, checkHealthJob, releaseGrantJob } from './job-contracts.ts';
import { asksToWait, retryLater } from './grants/provider-pause.ts';
import { raiseAlert } from './alerts/raise-alert.ts';
import { releaseAccount } from './grants/release-account.ts';

export const calendarJobs = [
  defineJob(checkHealthJob, async (unit, payload) => {
    try {
      await checkHealth(unit, payload.connectionId);
    } catch (error) {
      throw asksToWait(error) ? retryLater(error) : error;
    }
  }),
  defineJob(releaseGrantJob, async (unit, payload, { last }) => {
    try {
      await releaseAccount(unit, payload.releaseId, last);
    } catch (error) {
      throw asksToWait(error) ? retryLater(error) : error;
    }
  }),
  defineJob(checkAlertsJob, raiseAlert),
];
