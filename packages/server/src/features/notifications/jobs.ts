import { mintScope } from '../../db/scope.ts';
import { defineJob } from '../../jobs/define-job.ts';
import { sendManageLink, sendTourMessage } from '../tours/contracts.ts';
import { mailManageLink } from './send-manage-link.ts';
import { mailTourMessage } from './send-tour-message.ts';

export const notificationJobs = [
  defineJob(sendManageLink, (ctx, payload) =>
    mailManageLink(ctx, mintScope(payload), payload.tourId),
  ),
  defineJob(sendTourMessage, (ctx, payload) => mailTourMessage(ctx, mintScope(payload), payload)),
];
