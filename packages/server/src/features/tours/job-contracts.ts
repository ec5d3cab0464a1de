import { declareJob, type TenantPayload } from '../../jobs/contract.ts';

export interface TourPayload extends TenantPayload {
  tourId: string;
}

/** Makes a tour and its event agree, whichever of them changed. Its job is in `features/sync`. */
export const syncTourJob = declareJob<TourPayload>({
  name: 'sync-tour',
  keyOf: ({ tourId }) => tourId,
});

/** Completes the tours of a property that have ended. */
export const completeToursJob = declareJob<TenantPayload>({
  name: 'complete-tours',
  keyOf: ({ propertyId }) => propertyId,
  concurrency: 2,
});

/** Erases what was made with a property's test keys more than a day ago. */
export const eraseTestToursJob = declareJob<TenantPayload>({
  name: 'erase-test-tours',
  keyOf: ({ propertyId }) => propertyId,
  concurrency: 1,
});
