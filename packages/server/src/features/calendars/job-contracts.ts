import { declareJob, type TenantPayload } from '../../jobs/contract.ts';

/** Write every tour to come of an agent to a calendar connected just now. Done by `sync`. */
export const writeAgentToursJob = declareJob<TenantPayload & { profileId: string }>({
  name: 'write-agent-tours',
  keyOf: ({ propertyId, profileId }) => `${propertyId} ${profileId}`,
  concurrency: 2,
});

interface CalendarPayload extends TenantPayload {
  agentCalendarId: string;
}

/** Which calendar is looked at first: where something is known to have changed, or a person waits, before the poll. */
export const syncPriority = { poll: 0, person: 10, push: 20 } as const;

/** Bring the mirror of one calendar up to date. Done by `sync`. */
export const syncCalendarJob = declareJob<CalendarPayload>({
  name: 'sync-calendar',
  keyOf: ({ agentCalendarId }) => agentCalendarId,
  priority: syncPriority.person,
  retries: 6,
  // A first listing has thousands of events.
  expireSeconds: 600,
  concurrency: 8,
  // Thousands of calendars are looked at every few minutes.
  keepSeconds: 3_600,
});

/** Have a push channel that lives for the next two days, and no other. Done by `sync`. */
export const openChannelJob = declareJob<CalendarPayload>({
  name: 'open-channel',
  keyOf: ({ agentCalendarId }) => agentCalendarId,
});

/** Tell the provider that a connection has ended. */
export const releaseGrantJob = declareJob<TenantPayload & { releaseId: string }>({
  name: 'release-grant',
  keyOf: ({ releaseId }) => releaseId,
  concurrency: 2,
});

/** See whether a connected account still lets us in. */
export const checkHealthJob = declareJob<TenantPayload & { connectionId: string }>({
  name: 'check-calendar-health',
  keyOf: ({ connectionId }) => connectionId,
  retries: 2,
});

/** See whether a property's manager has to be told that a calendar, or a message that was given up, needs them. */
export const checkAlertsJob = declareJob<TenantPayload>({
  name: 'check-calendar-alerts',
  keyOf: ({ propertyId }) => propertyId,
  retries: 6,
  concurrency: 2,
});
