import type { LeaveMessage } from '@luma-leasing/types/lead';
import { checkDetails, commonFields, filledTexts } from '../flow/details.ts';
import type { Message, Moment } from '../flow/message.ts';
import { flowResult, type FlowResult } from '../flow/result.ts';
import { type Details, type Flaws, type State, type Step } from '../flow/state.ts';
import { goToStep, isSendingKey, startSending } from '../flow/steps.ts';

type CallbackStep = Extract<Step, { at: 'callback' }>;

export const submitCallback = (state: State, moment: Moment): FlowResult =>
  state.step.at === 'callback' ? sendCallback(state, state.step, moment, true) : flowResult(state);

export const resendCallback = (state: State, moment: Moment, byVisitor: boolean): FlowResult =>
  state.step.at === 'callback' && state.step.sending.status === 'failed'
    ? sendCallback(state, state.step, moment, byVisitor)
    : flowResult(state);

function callbackBody(state: State, moment: Moment): LeaveMessage {
  // This form has no last name, so the visitor could not correct one that is recalled and refused.
  const { specialRequests: message, ...texts } = filledTexts({ ...state.details, lastName: '' });
  return {
    kind: 'callback',
    ...texts,
    ...(message && { message }),
    ...commonFields(state, moment),
  };
}

/** The part of a request that the visitor wrote: two requests with the same part are the same. */
const visitorPart = ({
  page: _page,
  locale: _locale,
  consentVersion: _version,
  ...rest
}: LeaveMessage) => JSON.stringify(rest);

/** A call-back needs a name, and a phone number or an email address. */
function checkCallback(details: Details): Flaws {
  const { email, phone } = filledTexts(details);
  const flaws = checkDetails(details, null, ['firstName', 'phone', email ? 'email' : 'phone']);
  if (!email && !phone) flaws.phone = 'reach';
  return flaws;
}

function sendCallback(
  state: State,
  step: CallbackStep,
  moment: Moment,
  byVisitor: boolean,
): FlowResult {
  if (step.sending.status === 'sending') return flowResult(state);
  const body = callbackBody(state, moment);
  const failed = step.sending.status === 'failed' ? step.sending.attempt : null;
  const same = failed && visitorPart(failed.body) === visitorPart(body) ? failed : null;
  if (!same && !byVisitor) return flowResult(state);
  const flaws = checkCallback(state.details);
  if (Object.keys(flaws).length > 0) {
    return flowResult({ ...state, step: { ...step, flaws } }, { type: 'focus', spot: 'flaw' });
  }
  const attempt = same ?? { key: moment.id, body };
  return flowResult(
    { ...state, step: { ...step, flaws: {}, sending: startSending(attempt) } },
    { type: 'leave-message', attempt },
  );
}

/** Applies the answer to a call-back request; null: the answer is to something else. */
export function settleCallback(
  state: State,
  { key, outcome }: Extract<Message, { type: 'message-left' }>,
): FlowResult | null {
  const { step } = state;
  if (step.at !== 'callback' || !isSendingKey(step, key)) return null;
  if (!outcome.ok) {
    const { attempt } = step.sending;
    const { problem } = outcome;
    return flowResult(
      { ...state, step: { ...step, sending: { status: 'failed', attempt, problem } } },
      { type: 'report-problem', problem },
    );
  }
  const { firstName, lastName, email, phone } = state.details;
  return flowResult(
    goToStep(state, { at: 'callback-sent' }),
    { type: 'remember-visit', details: { firstName, lastName, email, phone } },
    { type: 'announce', name: 'luma-lead', detail: { kind: 'callback' } },
  );
}
