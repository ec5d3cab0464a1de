import { mintScope } from '../../db/mint-scope.ts';
import { defineJob } from '../../jobs/define-job.ts';
import { sendCalendarAlert } from '../calendars/contracts.ts';
import { sendLeadMessage } from '../leads/contracts.ts';
import { sendManageLink, sendTourMessage } from '../tours/contracts.ts';
import { mailCalendarAlert } from './send-calendar-alert.ts';
import { mailLeadMessage } from './send-lead-message.ts';
import { mailManageLink } from './send-manage-link.ts';
import { mailTourMessage } from './send-tour-message.ts';

export const notificationJobs = [
  defineJob(sendManageLink, (ctx, payload) =>
    mailManageLink(ctx, mintScope(payload), payload.tourId),
  ),
  defineJob(sendTourMessage, (ctx, payload) => mailTourMessage(ctx, mintScope(payload), payload)),
  defineJob(sendCalendarAlert, (ctx, payload) =>
    mailCalendarAlert(ctx, mintScope(payload), payload.messageId),
  ),
  defineJob(sendLeadMessage, (ctx, payload) =>
    mailLeadMessage(ctx, mintScope(payload), payload.messageId),
  ),
];
