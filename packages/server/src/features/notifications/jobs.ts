import type { TenantPayload } from '../../jobs/contract.ts';
import { defineJob, retireQueue } from '../../jobs/define-job.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { transact } from '../../unit-of-work.ts';
import { sendMessageJob } from '../outbox/queue-message.ts';
import { queueManageLink } from '../tours/mail-manage-link.ts';
import { attemptMessage } from './attempt-message.ts';

export const notificationJobs = [
  defineJob(sendMessageJob, (unit, { messageId }) => attemptMessage(unit, messageId)),
];

// In earlier versions each kind of message had its own queue.
const ofOneKind = (queue: string) =>
  retireQueue<TenantPayload & { messageId: string }>(queue, (outer, { messageId }) =>
    transact(outer, (unit) => enqueue(unit, sendMessageJob, { messageId })),
  );

export const retiredMessageQueues = [
  ofOneKind('send-tour-message'),
  ofOneKind('send-calendar-alert'),
  ofOneKind('send-lead-message'),
  // In earlier versions this job made the message's row.
  retireQueue<TenantPayload & { tourId: string }>('send-manage-link', (outer, { tourId }) =>
    transact(outer, (unit) => queueManageLink(unit, tourId)),
  ),
];
