import { defineJob } from '../../jobs/define-job.ts';
import { sendCalendarAlert } from '../calendars/contracts.ts';
import { sendLeadMessage } from '../leads/contracts.ts';
import { sendManageLink, sendTourMessage } from '../tours/contracts.ts';
import { mailCalendarAlert } from './send-calendar-alert.ts';
import { mailLeadMessage } from './send-lead-message.ts';
import { mailManageLink } from './send-manage-link.ts';
import { mailTourMessage } from './send-tour-message.ts';

export const notificationJobs = [
  defineJob(sendManageLink, (unit, payload) => mailManageLink(unit, payload.tourId)),
  defineJob(sendTourMessage, (unit, payload) => mailTourMessage(unit, payload)),
  defineJob(sendCalendarAlert, (unit, payload) => mailCalendarAlert(unit, payload.messageId)),
  defineJob(sendLeadMessage, (unit, payload) => mailLeadMessage(unit, payload.messageId)),
];
