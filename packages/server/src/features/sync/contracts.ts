import { declareJob, type TenantPayload } from '../../jobs/contract.ts';

interface AppointmentPayload extends TenantPayload {
  appointmentId: string;
}

/** Make a row of the mirror and its event agree. */
export const syncAppointment = declareJob<AppointmentPayload>(
  'sync-appointment',
  12,
  ({ appointmentId }) => appointmentId,
);

interface StrayPayload extends TenantPayload {
  tourId: string;
  agentCalendarId: string;
  eventId: string;
}

/** Take away a second event of a tour. */
export const removeStray = declareJob<StrayPayload>('remove-stray-event');

interface CalendarPayload extends TenantPayload {
  agentCalendarId: string;
}

/** Look again at a tour that was booked while its calendar could not be asked. */
export const verifyTour = declareJob<TenantPayload & { tourId: string }>('verify-tour');

/** Have a push channel that lives for the next two days, and no other. */
export const openChannel = declareJob<CalendarPayload>(
  'open-channel',
  12,
  ({ agentCalendarId }) => agentCalendarId,
);
