import type { LeaveMessage } from '@luma-leasing/types/lead';
import { checkDetails, sentAlong, typedIn } from '../flow/details.ts';
import type { Message, Moment } from '../flow/message.ts';
import { doing, go, isUnderWay, stay, underWay, type Next } from '../flow/next.ts';
import { type Details, type Flaws, type State, type Step } from '../flow/state.ts';

type Callback = Extract<Step, { at: 'callback' }>;

export const submitCallback = (state: State, moment: Moment): Next =>
  state.step.at === 'callback' ? submit(state, state.step, moment, true) : stay(state);

export const resendCallback = (state: State, moment: Moment, asked: boolean): Next =>
  state.step.at === 'callback' && state.step.sending.status === 'failed'
    ? submit(state, state.step, moment, asked)
    : stay(state);

function callbackBody(state: State, moment: Moment): LeaveMessage {
  // Without what this form does not show: a last name that was recalled, and is refused, could not be mended.
  const { specialRequests: message, ...said } = typedIn({ ...state.details, lastName: '' });
  return {
    kind: 'callback',
    ...said,
    ...(message && { message }),
    ...sentAlong(state, moment),
  };
}

/** What makes two requests the same, wherever the page has gone meanwhile. */
const wish = ({ page: _page, locale: _locale, consentVersion: _version, ...rest }: LeaveMessage) =>
  JSON.stringify(rest);

/** A call-back needs a name to ask for and one way to answer. */
function checkCallback(details: Details): Flaws {
  const { email, phone } = typedIn(details);
  const flaws = checkDetails(details, null, ['firstName', 'phone', email ? 'email' : 'phone']);
  if (!email && !phone) flaws.phone = 'reach';
  return flaws;
}

function submit(state: State, step: Callback, moment: Moment, asked: boolean): Next {
  if (step.sending.status === 'sending') return stay(state);
  const body = callbackBody(state, moment);
  const before = step.sending.status === 'failed' ? step.sending.attempt : null;
  const same = before && wish(before.body) === wish(body) ? before : null;
  if (!same && !asked) return stay(state);
  const flaws = checkCallback(state.details);
  if (Object.keys(flaws).length > 0) {
    return doing({ ...state, step: { ...step, flaws } }, { do: 'focus', on: 'flaw' });
  }
  const attempt = same ?? { key: moment.id, body };
  return doing(
    { ...state, step: { ...step, flaws: {}, sending: underWay(attempt) } },
    { do: 'leave', attempt },
  );
}

/** What became of a wish that was sent; null: the news is of something else. */
export function settleCallback(
  state: State,
  { key, got }: Extract<Message, { type: 'left' }>,
): Next | null {
  const { step } = state;
  if (step.at !== 'callback' || !isUnderWay(step, key)) return null;
  if (!got.ok) {
    const { attempt } = step.sending;
    const { problem } = got;
    return doing(
      { ...state, step: { ...step, sending: { status: 'failed', attempt, problem } } },
      { do: 'complain', problem },
    );
  }
  const { firstName, lastName, email, phone } = state.details;
  return doing(
    go(state, 'on', { at: 'callback-sent' }),
    { do: 'remember', details: { firstName, lastName, email, phone } },
    { do: 'announce', name: 'luma-lead', detail: { kind: 'callback' } },
  );
}
