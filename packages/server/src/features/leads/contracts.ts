import { declareJob, type TenantPayload } from '../../jobs/contract.ts';

/** Mail the team what a visitor left, which a message row stands for. Done by `notifications`. */
export const sendLeadMessage = declareJob<TenantPayload & { messageId: string }>({
  name: 'send-lead-message',
});
