import { declareJob, type TenantPayload } from '../../jobs/contract.ts';

/** Queues the unwritten tours of an agent whose calendars have changed. Its job is in `features/sync`. */
export const writeAgentToursJob = declareJob<TenantPayload & { profileId: string }>({
  name: 'write-agent-tours',
  keyOf: ({ propertyId, profileId }) => `${propertyId} ${profileId}`,
  concurrency: 2,
});

interface CalendarPayload extends TenantPayload {
  agentCalendarId: string;
}

/** The order of syncs: first calendars that a push named, then those that a person waits for, then the poll. */
export const syncPriority = { poll: 0, person: 10, push: 20 } as const;

/** Updates the mirror of one calendar. Its job is in `features/sync`. */
export const syncCalendarJob = declareJob<CalendarPayload>({
  name: 'sync-calendar',
  keyOf: ({ agentCalendarId }) => agentCalendarId,
  priority: syncPriority.person,
  retries: 6,
  // A first listing has thousands of events.
  expireSeconds: 600,
  concurrency: 8,
  // Thousands of calendars are synced every few minutes.
  keepSeconds: 3_600,
});

/** Gives a calendar a channel for the next two days. Its job is in `features/sync`. */
export const openChannelJob = declareJob<CalendarPayload>({
  name: 'open-channel',
  keyOf: ({ agentCalendarId }) => agentCalendarId,
});

/** Tells the provider that a connection has ended. */
export const releaseGrantJob = declareJob<TenantPayload & { releaseId: string }>({
  name: 'release-grant',
  keyOf: ({ releaseId }) => releaseId,
  concurrency: 2,
});

/** Checks that a connected account still lets us in. */
export const checkHealthJob = declareJob<TenantPayload & { connectionId: string }>({
  name: 'check-calendar-health',
  keyOf: ({ connectionId }) => connectionId,
  retries: 2,
});

/** Checks whether a property's manager must be told about a calendar, or about a message that was given up. */
export const checkAlertsJob = declareJob<TenantPayload>({
  name: 'check-calendar-alerts',
  keyOf: ({ propertyId }) => propertyId,
  retries: 6,
  concurrency: 2,
});
