import { mintScope } from '../../db/mint-scope.ts';
import { defineJob } from '../../jobs/define-job.ts';
import { checkHealth } from './check-health.ts';
import { checkAlerts, checkConnection, releaseGrant } from './contracts.ts';
import { asksForPatience, retryLater } from './patience.ts';
import { raiseAlert } from './raise-alert.ts';
import { releaseAccount } from './release-account.ts';

export const calendarJobs = [
  defineJob(checkConnection, async (ctx, payload) => {
    try {
      await checkHealth(ctx, mintScope(payload), payload.connectionId);
    } catch (error) {
      throw asksForPatience(error) ? retryLater(error) : error;
    }
  }),
  defineJob(releaseGrant, async (ctx, payload, { last }) => {
    try {
      await releaseAccount(ctx, mintScope(payload), payload.releaseId, last);
    } catch (error) {
      throw asksForPatience(error) ? retryLater(error) : error;
    }
  }),
  defineJob(checkAlerts, (ctx, payload) => raiseAlert(ctx, mintScope(payload))),
];
