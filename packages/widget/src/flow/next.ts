import type { Effect } from './effect.ts';
import type { Contact, ErrorCode } from '@luma-leasing/types/errors';
import type { Attempt, PickedSlot, State, Step } from './state.ts';

export interface Next {
  state: State;
  effects: Effect[];
}

/** Nothing more is to be done. */
export const stay = (state: State): Next => ({ state, effects: [] });

export const go = (state: State, way: State['way'], step: Step): State => ({ ...state, way, step });

/** A submission is on its way: nothing under it may change. */
export const sending = (step: Step): boolean =>
  'sending' in step && step.sending.status === 'sending';

/** An attempt that has just left. */
export const underWay = <Body>(attempt: Attempt<Body>) =>
  ({ status: 'sending', attempt, slow: false }) as const;

/** The form for a time, as it is found first. */
export const contactStep = (slot: PickedSlot) =>
  ({
    at: 'contact',
    slot,
    taken: false,
    alternatives: [],
    flaws: {},
    sending: { status: 'idle' },
  }) satisfies Step;

/** The form that stands in for the calendar. */
export const callbackStep = (why: ErrorCode | 'full', contact: Contact | null) =>
  ({ at: 'callback', why, contact, flaws: {}, sending: { status: 'idle' } }) satisfies Step;

/** A kit that did not come may come now. */
export const retryKit = (state: State): State =>
  state.kit === 'failed' ? { ...state, kit: 'absent' } : state;

/** Whether the visitor is where no booking that goes well leads: the kit draws it. */
export function needsKit({ step, times }: State): boolean {
  switch (step.at) {
    case 'callback':
    case 'callback-sent':
    case 'exists':
    case 'closed':
    case 'barred':
      return true;
    case 'month':
      return times.status === 'ready' && times.value.availableDates.length === 0;
    default:
      return false;
  }
}
