import type { Effect } from './effect.ts';
import type { Contact, ErrorCode } from '@luma-leasing/types/errors';
import type { Attempt, PickedSlot, State, Step, Talk } from './state.ts';

export interface Next {
  state: State;
  effects: Effect[];
}

/** So it is now, and this is to be done. */
export const doing = (state: State, ...effects: Effect[]): Next => ({ state, effects });

/** Nothing more is to be done. */
export const stay = (state: State): Next => doing(state);

/** One after the other, each on what the one before left. */
export const inTurn = (state: State, ...moves: ((state: State) => Next)[]): Next =>
  moves.reduce((before, move) => {
    const after = move(before.state);
    return doing(after.state, ...before.effects, ...after.effects);
  }, stay(state));

export const go = (state: State, way: State['way'], step: Step): State => ({ ...state, way, step });

/** A submission is on its way: nothing under it may change. */
export const sending = (step: Step): boolean =>
  'sending' in step && step.sending.status === 'sending';

/** A step whose submission has left and waits for its answer. */
type Waiting<At extends Step> = At extends { sending: infer Of }
  ? At & { sending: Extract<Of, { status: 'sending' }> }
  : never;

/** That very submission is on its way. */
export const isUnderWay = <At extends Step>(step: At, key: string): step is At & Waiting<At> =>
  'sending' in step && step.sending.status === 'sending' && step.sending.attempt.key === key;

/** An attempt that has just left. */
export const underWay = <Body>(attempt: Attempt<Body>) =>
  ({ status: 'sending', attempt, slow: false }) as const;

/** The calendar, at a day or wherever it begins. */
export const monthStep = (picked: string | null) =>
  ({
    at: 'month',
    month: picked && picked.slice(0, 7),
    picked,
    focused: null,
  }) satisfies Step;

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

/** A line of the chat that is the kit's to say. */
export const isKits = (line: Talk): line is Extract<Talk, { says: KitLine }> =>
  'says' in line && kitLines.some((kind) => kind === line.says);

const kitLines = ['question', 'change', 'moved', 'cancelled'] as const;
type KitLine = (typeof kitLines)[number];
