import { declareJob, type TenantPayload } from '../../jobs/contract.ts';

interface AppointmentPayload extends TenantPayload {
  appointmentId: string;
}

/** Makes an appointment and its event agree. */
export const syncAppointmentJob = declareJob<AppointmentPayload>({
  name: 'sync-appointment',
  keyOf: ({ appointmentId }) => appointmentId,
});

/** Checks a tour that was booked while its calendar could not be asked. */
export const verifyTourJob = declareJob<TenantPayload & { tourId: string }>({
  name: 'verify-tour',
  keyOf: ({ tourId }) => tourId,
  concurrency: 2,
});
