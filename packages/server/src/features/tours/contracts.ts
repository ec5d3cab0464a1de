import { declareJob, type TenantPayload } from '../../jobs/contract.ts';

export interface TourPayload extends TenantPayload {
  tourId: string;
}

/** Make tour and event agree, whichever of them changed. Done by `sync`. */
export const syncTour = declareJob<TourPayload>('sync-tour', 12, ({ tourId }) => tourId);

/** Mail the prospect the link to their tour. Done by `notifications`. */
export const sendManageLink = declareJob<TourPayload>('send-manage-link');

export const completeTours = declareJob<TenantPayload>('complete-tours');
export const eraseTestTours = declareJob<TenantPayload>('erase-test-tours');

/** Mail the prospect what a message row says. Done by `notifications`. */
export const sendTourMessage = declareJob<TourPayload & { messageId: string }>('send-tour-message');
