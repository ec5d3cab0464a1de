import type { LeaveMessage } from '@luma-leasing/types/lead';
import { checkCallback } from './details.ts';
import type { Deed, Moment, News } from './message.ts';
import { callbackStep, go, sending, stay, underWay, type Next } from './next.ts';
import { configOf, type Question, type State } from './state.ts';
import { settleQuestion } from './talk.ts';

type CallbackMessage = Extract<
  Deed | News,
  { type: 'want-callback' | 'submit-callback' | 'lead-left' | 'lead-failed' }
>;

export function callbackMove(state: State, message: CallbackMessage, moment: Moment): Next {
  switch (message.type) {
    case 'want-callback':
      return sending(state.step)
        ? stay(state)
        : stay(go(state, 'on', callbackStep('full', configOf(state)?.property.contact ?? null)));
    case 'submit-callback':
      return submitCallback(state, moment);
    case 'lead-left':
    case 'lead-failed':
      return settle(state, message);
  }
}

function callbackBody(state: State, moment: Moment): LeaveMessage {
  const { firstName, lastName, email, phone, specialRequests } = state.details;
  const config = configOf(state);
  const text = {
    firstName: firstName.trim(),
    lastName: lastName.trim(),
    email: email.trim(),
    phone: phone.trim(),
    message: specialRequests.trim(),
  };
  return {
    kind: 'callback',
    ...Object.fromEntries(Object.entries(text).filter(([, value]) => value)),
    ...(config && { consentVersion: config.consent.version }),
    locale: moment.locale,
    page: moment.page,
  };
}

/** What makes two requests the same, wherever the page has gone meanwhile. */
const wish = ({ page: _page, locale: _locale, consentVersion: _version, ...rest }: LeaveMessage) =>
  JSON.stringify(rest);

/** @param asked false: only if nothing was changed since. */
export function submitCallback(state: State, moment: Moment, asked = true): Next {
  const { step } = state;
  if (step.at !== 'callback' || sending(step)) return stay(state);
  const body = callbackBody(state, moment);
  const before = step.sending.status === 'failed' ? step.sending.attempt : null;
  const same = before && wish(before.body) === wish(body) ? before : null;
  if (!same && !asked) return stay(state);
  const flaws = checkCallback(state.details);
  if (Object.keys(flaws).length > 0) {
    return {
      state: { ...state, step: { ...step, flaws } },
      effects: [{ do: 'focus', on: 'flaw' }],
    };
  }
  const attempt = same ?? { key: moment.id, body };
  return {
    state: { ...state, step: { ...step, flaws: {}, sending: underWay(attempt) } },
    effects: [{ do: 'leave', attempt }],
  };
}

function settle(state: State, message: Extract<News, { type: 'lead-left' | 'lead-failed' }>): Next {
  const { step } = state;
  const left = message.type === 'lead-left';
  const complain: Next['effects'] = left ? [] : [{ do: 'complain', problem: message.problem }];
  if (
    step.at === 'callback' &&
    step.sending.status === 'sending' &&
    step.sending.attempt.key === message.key
  ) {
    const { attempt } = step.sending;
    const { firstName, lastName, email, phone } = state.details;
    return left
      ? {
          state: go(state, 'on', { at: 'callback-sent' }),
          effects: [
            { do: 'remember', details: { firstName, lastName, email, phone } },
            { do: 'announce', event: { name: 'luma-lead', kind: 'callback' } },
          ],
        }
      : {
          state: {
            ...state,
            step: { ...step, sending: { status: 'failed', attempt, problem: message.problem } },
          },
          effects: complain,
        };
  }
  const settled = settleQuestion(state, message.key, (question): Question => {
    if (left) return { ...question, sent: true, sending: { status: 'idle' } };
    const { sending: sent } = question;
    return sent.status === 'sending'
      ? {
          ...question,
          sending: { status: 'failed', attempt: sent.attempt, problem: message.problem },
        }
      : question;
  });
  return {
    state: settled,
    effects: left ? [{ do: 'announce', event: { name: 'luma-lead', kind: 'question' } }] : complain,
  };
}
