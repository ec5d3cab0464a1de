import { declareJob, type TenantPayload } from '../../jobs/contract.ts';

export interface TourPayload extends TenantPayload {
  tourId: string;
}

/** Make the agent's calendar show what the tour is now. Done by `sync`. */
export const writeTourEvent = declareJob<TourPayload>('write-tour-event');

/** Take an event away that no longer stands for its tour. Done by `sync`. */
export const removeTourEvent = declareJob<
  TourPayload & { agentCalendarId: string; generation: number }
>('remove-tour-event');

/** Mail the prospect the link to their tour. Done by `notifications`. */
export const sendManageLink = declareJob<TourPayload>('send-manage-link');

export const completeTours = declareJob<TenantPayload>('complete-tours');
export const eraseTestTours = declareJob<TenantPayload>('erase-test-tours');
