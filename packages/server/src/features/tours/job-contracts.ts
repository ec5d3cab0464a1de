import { declareJob, type TenantPayload } from '../../jobs/contract.ts';

export interface TourPayload extends TenantPayload {
  tourId: string;
}

/** Make tour and event agree, whichever of them changed. Done by `sync`. */
export const syncTourJob = declareJob<TourPayload>({
  name: 'sync-tour',
  keyOf: ({ tourId }) => tourId,
});

/** Complete a property's tours that are over. */
export const completeToursJob = declareJob<TenantPayload>({
  name: 'complete-tours',
  keyOf: ({ propertyId }) => propertyId,
  concurrency: 2,
});

/** Erase what was made with a property's test keys a day ago. */
export const eraseTestToursJob = declareJob<TenantPayload>({
  name: 'erase-test-tours',
  keyOf: ({ propertyId }) => propertyId,
  concurrency: 1,
});
