import type { Contact, ErrorCode } from '@luma-leasing/types/errors';
import type { Attempt, PickedSlot, State, Step } from './state.ts';

export const goToStep = (
  state: State,
  step: Step,
  direction: State['direction'] = 'forward',
): State => ({ ...state, direction, step });

/** While a submission is on its way, nothing of its step may change. */
export const isSending = (step: Step): boolean =>
  'sending' in step && step.sending.status === 'sending';

/** A step whose submission was sent and is not answered yet. */
type SendingStep<At extends Step> = At extends { sending: infer Of }
  ? At & { sending: Extract<Of, { status: 'sending' }> }
  : never;

/** Whether the submission with this key is on its way. */
export const isSendingKey = <At extends Step>(
  step: At,
  key: string,
): step is At & SendingStep<At> =>
  'sending' in step && step.sending.status === 'sending' && step.sending.attempt.key === key;

export const startSending = <Body>(attempt: Attempt<Body>) =>
  ({ status: 'sending', attempt, slow: false }) as const;

export const monthStep = (picked: string | null) =>
  ({
    at: 'month',
    month: picked && picked.slice(0, 7),
    picked,
    focused: null,
  }) satisfies Step;

export const contactStep = (slot: PickedSlot) =>
  ({
    at: 'contact',
    slot,
    taken: false,
    alternatives: [],
    flaws: {},
    sending: { status: 'idle' },
  }) satisfies Step;

export const callbackStep = (reason: ErrorCode | 'wanted', contact: Contact | null) =>
  ({ at: 'callback', reason, contact, flaws: {}, sending: { status: 'idle' } }) satisfies Step;
