import type { Calendar } from '../../../state/model.ts';
import type { World } from '../../../world.ts';

/** Who writes to which calendar, and how loudly. */
export interface EventContext {
  world: World;
  account: string;
  calendar: Calendar;
  sendUpdates: SendUpdates;
  /** On order, Google does not notice that an id is taken; it promises no more. */
  missDuplicate?: boolean;
}

export type SendUpdates = 'all' | 'externalOnly' | 'none';
