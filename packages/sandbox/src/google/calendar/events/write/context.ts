import type { Calendar } from '../../../../state/model.ts';
import type { World } from '../../../../world.ts';

/** Who writes to which calendar, and whether guests are told. */
export interface EventContext {
  world: World;
  account: string;
  calendar: Calendar;
  sendUpdates: SendUpdates;
  /** A fault: Google does not notice that an id is taken, which it does not promise. */
  missDuplicate?: boolean;
}

export type SendUpdates = 'all' | 'externalOnly' | 'none';

/** The address of the event on the sandbox's page. */
export function eventLink(world: World, account: string, calendar: string, id: string): string {
  const query = new URLSearchParams({ account, calendar, event: id });
  return `${world.origin}/calendar?${query}`;
}
