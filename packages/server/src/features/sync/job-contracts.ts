import { declareJob, type TenantPayload } from '../../jobs/contract.ts';

interface AppointmentPayload extends TenantPayload {
  appointmentId: string;
}

/** Make a row of the mirror and its event agree. */
export const syncAppointmentJob = declareJob<AppointmentPayload>({
  name: 'sync-appointment',
  keyOf: ({ appointmentId }) => appointmentId,
});

/** Look again at a tour that was booked while its calendar could not be asked. */
export const verifyTourJob = declareJob<TenantPayload & { tourId: string }>({
  name: 'verify-tour',
  keyOf: ({ tourId }) => tourId,
  concurrency: 2,
});
