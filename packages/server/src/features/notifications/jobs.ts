import { mintScope } from '../../db/scope.ts';
import { defineJob } from '../../jobs/define-job.ts';
import { sendManageLink } from '../tours/contracts.ts';
import { mailManageLink } from './send-manage-link.ts';

export const notificationJobs = [
  defineJob(sendManageLink, (ctx, payload) =>
    mailManageLink(ctx, mintScope(payload), payload.tourId),
  ),
];
