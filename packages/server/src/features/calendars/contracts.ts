import { declareJob, type TenantPayload } from '../../jobs/contract.ts';

/** Write every tour to come of an agent to a calendar connected just now. Done by `sync`. */
export const writeAgentTours = declareJob<TenantPayload & { profileId: string }>(
  'write-agent-tours',
);

interface CalendarPayload extends TenantPayload {
  agentCalendarId: string;
}

/** Bring the mirror of one calendar up to date. Done by `sync`. */
export const syncAgentCalendar = declareJob<CalendarPayload>(
  'sync-calendar',
  6,
  ({ agentCalendarId }) => agentCalendarId,
);

/** Have a push channel that lives for the next two days, and no other. Done by `sync`. */
export const openChannel = declareJob<CalendarPayload>(
  'open-channel',
  12,
  ({ agentCalendarId }) => agentCalendarId,
);

/** Take an event away that no longer stands for its tour. Done by `sync`. */
export const removeTourEvent = declareJob<CalendarPayload & { tourId: string; generation: number }>(
  'remove-tour-event',
);

/** Take away a second event of a tour. Done by `sync`. */
export const removeStray = declareJob<CalendarPayload & { tourId: string; eventId: string }>(
  'remove-stray-event',
);

/** Tell the provider that a connection has ended. */
export const releaseGrant = declareJob<TenantPayload & { releaseId: string }>(
  'release-grant',
  12,
  ({ releaseId }) => releaseId,
);

/** See whether a connected account still lets us in. */
export const checkConnection = declareJob<TenantPayload & { connectionId: string }>(
  'check-calendar-health',
  2,
  ({ connectionId }) => connectionId,
);

/** See whether a property's manager has to be told that a calendar needs them. */
export const checkAlerts = declareJob<TenantPayload>(
  'check-calendar-alerts',
  6,
  ({ propertyId }) => propertyId,
);

/** Mail a calendar alert that a message row stands for. Done by `notifications`. */
export const sendCalendarAlert = declareJob<TenantPayload & { messageId: string }>(
  'send-calendar-alert',
);
