import { mintScope } from '../../db/scope.ts';
import { declareJob } from '../../jobs/contract.ts';
import { defineJob } from '../../jobs/define-job.ts';
import { checkHealth, enqueueHealthChecks } from './check-health.ts';
import { checkAlerts, checkConnection } from './contracts.ts';
import { enqueueOverdueAlerts } from './enqueue-overdue-alerts.ts';
import { asksForPatience, retryLater } from './patience.ts';
import { raiseAlert } from './raise-alert.ts';

export const healthSweep = defineJob(
  declareJob<object>('sweep-calendar-health', 0),
  async (ctx) => void (await enqueueHealthChecks(ctx)),
);

export const alertSweep = defineJob(
  declareJob<object>('sweep-calendar-alerts', 0),
  async (ctx) => void (await enqueueOverdueAlerts(ctx)),
);

export const calendarJobs = [
  healthSweep,
  alertSweep,
  defineJob(checkConnection, async (ctx, payload) => {
    try {
      await checkHealth(ctx, mintScope(payload), payload.connectionId);
    } catch (error) {
      throw asksForPatience(error) ? retryLater(error) : error;
    }
  }),
  defineJob(checkAlerts, (ctx, payload) => raiseAlert(ctx, mintScope(payload))),
];
