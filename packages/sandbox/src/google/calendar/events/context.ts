import type { Calendar } from '../../../state/model.ts';
import type { World } from '../../../world.ts';

/** Who writes to which calendar, and how loudly. */
export interface EventContext {
  world: World;
  account: string;
  calendar: Calendar;
  sendUpdates: SendUpdates;
}

export type SendUpdates = 'all' | 'externalOnly' | 'none';
