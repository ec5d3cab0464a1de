import { defineJob } from '../../jobs/define-job.ts';
import { checkHealth } from './check-health.ts';
import { checkAlerts, checkConnection, releaseGrant } from './contracts.ts';
import { asksForPatience, retryLater } from './patience.ts';
import { raiseAlert } from './raise-alert.ts';
import { releaseAccount } from './release-account.ts';

export const calendarJobs = [
  defineJob(checkConnection, async (unit, payload) => {
    try {
      await checkHealth(unit, payload.connectionId);
    } catch (error) {
      throw asksForPatience(error) ? retryLater(error) : error;
    }
  }),
  defineJob(releaseGrant, async (unit, payload, { last }) => {
    try {
      await releaseAccount(unit, payload.releaseId, last);
    } catch (error) {
      throw asksForPatience(error) ? retryLater(error) : error;
    }
  }),
  defineJob(checkAlerts, raiseAlert),
];
