import { isConnected } from '../calendars/grants/token.ts';
import type { BlockingCalendar } from './ladder.ts';
import type { AgentCalendar, Offer } from './load-offer.ts';

export interface CalendarsOfAgent {
  /** Whether the agent has a calendar at all. Without one, nothing is known of the agent. */
  hasCalendars: boolean;
  /** The calendars that block the agent's time. Only these may be asked. */
  blocking: AgentCalendar[];
  /** The same calendars, for the ladder. */
  forLadder: BlockingCalendar[];
}

/** An agent's calendars. Pure. */
export function calendarsOf(offer: Offer, agentId: string): CalendarsOfAgent {
  const all = offer.calendars.filter((calendar) => calendar.profileId === agentId);
  const blocking = all.filter((calendar) => calendar.blocksTime);
  const forLadder = blocking.map(({ tokenStatus, lastSyncedAt }) => ({
    connected: isConnected(tokenStatus),
    lastSyncedAt,
  }));
  return { hasCalendars: all.length > 0, blocking, forLadder };
}
