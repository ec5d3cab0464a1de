import { declareJob, type TenantPayload } from '../../jobs/contract.ts';

/** Write every tour to come of an agent to a calendar connected just now. Done by `sync`. */
export const writeAgentTours = declareJob<TenantPayload & { profileId: string }>(
  'write-agent-tours',
);

/** Bring the mirror of one calendar up to date. Done by `sync`. */
export const syncAgentCalendar = declareJob<TenantPayload & { agentCalendarId: string }>(
  'sync-calendar',
  6,
  ({ agentCalendarId }) => agentCalendarId,
);

/** Have a push channel that lives for the next two days, and no other. Done by `sync`. */
export const openChannel = declareJob<TenantPayload & { agentCalendarId: string }>(
  'open-channel',
  12,
  ({ agentCalendarId }) => agentCalendarId,
);
