import { detectManageIntent, detectTourIntent } from '../lib/tour-intent.ts';
import { looksLikeEmail, looksLikePhone } from './details.ts';
import { loadConfig, loadTimes } from './load-moves.ts';
import type { Deed, Moment, News } from './message.ts';
import { stay, underWay, type Next } from './next.ts';
import { startTour } from './start-tour.ts';
import { configOf, type Question, type State } from './state.ts';
import { add, withQuestion } from './talk.ts';

type ChatMessage = Extract<
  Deed | News,
  { type: 'open' | 'close' | 'say' | 'typed' | 'ask' | 'reach' | 'submit-question' }
>;

export function chatMove(state: State, message: ChatMessage, moment: Moment): Next {
  switch (message.type) {
    case 'open':
      return open(state, moment);
    case 'close':
      return state.open
        ? {
            state: { ...state, open: false },
            effects: [{ do: 'announce', event: { name: 'luma-close' } }],
          }
        : stay(state);
    case 'say':
      return say(state, message.text.trim().slice(0, 2000), moment);
    case 'typed':
      return answer(state, moment);
    case 'ask':
      return {
        state: add(state, { id: moment.id, by: 'luma', says: 'ask' }),
        effects: [{ do: 'focus', on: 'composer' }],
      };
    case 'reach':
      return stay(
        withQuestion(state, message.id, (q) => ({ ...q, reach: message.reach, flaw: null })),
      );
    case 'submit-question':
      return submitQuestion(state, message.id, moment);
  }
}

/** Interest is shown: now is when everything else is fetched. */
function open(state: State, moment: Moment): Next {
  if (state.open) return stay(state);
  // A kit that did not come may come now.
  const kit = state.kit === 'failed' ? 'absent' : state.kit;
  const loading = loadConfig({ ...state, kit, open: true });
  const warm = loadTimes(loading.state, moment);
  return {
    state: warm.state,
    effects: [
      ...loading.effects,
      ...warm.effects,
      { do: 'announce', event: { name: 'luma-open' } },
    ],
  };
}

function say(state: State, text: string, moment: Moment): Next {
  if (!text || state.step.at !== 'chat') return stay(state);
  return {
    state: {
      ...add(state, { id: moment.id, by: 'visitor', text }),
      unanswered: [...state.unanswered, text],
    },
    effects: [{ do: 'type' }, { do: 'announce', event: { name: 'luma-message', text } }],
  };
}

/** Says what it can, and honestly when it cannot. */
function answer(before: State, moment: Moment): Next {
  const [text, ...unanswered] = before.unanswered;
  if (text === undefined) return stay(before);
  const state = { ...before, unanswered };
  const id = `${moment.id}-a`;
  if (detectManageIntent(text)) return stay(add(state, { id, by: 'luma', says: 'change' }));
  const intent = detectTourIntent(text);
  if (intent) {
    const told = add(state, { id, by: 'luma', says: 'tour' });
    // The visitor may have moved on by themselves while the dots danced.
    return state.step.at === 'chat' ? startTour(told, moment, intent.day) : stay(told);
  }
  const question: Question = {
    text,
    reach: state.details.email,
    flaw: null,
    sending: { status: 'idle' },
    sent: false,
  };
  return stay(add(state, { id, by: 'luma', says: 'question', question }));
}

function submitQuestion(state: State, id: string, moment: Moment): Next {
  const line = state.talk.find((one) => one.id === id);
  if (line?.by !== 'luma' || line.says !== 'question') return stay(state);
  const { question } = line;
  if (question.sending.status === 'sending' || question.sent) return stay(state);
  const reach = question.reach.trim();
  const mail = looksLikeEmail(reach);
  if (!mail && !looksLikePhone(reach)) {
    return {
      state: withQuestion(state, id, (q) => ({ ...q, flaw: 'reach' })),
      effects: [{ do: 'focus', on: 'reach' }],
    };
  }
  const way = mail ? { email: reach } : { phone: reach };
  const before = question.sending.status === 'failed' ? question.sending.attempt : null;
  const config = configOf(state);
  const attempt =
    before && (before.body.email ?? before.body.phone) === reach
      ? before
      : {
          key: moment.id,
          body: {
            kind: 'question' as const,
            message: question.text,
            ...way,
            ...(config && { consentVersion: config.consent.version }),
            locale: moment.locale,
            page: moment.page,
          },
        };
  return {
    state: withQuestion(state, id, (q) => ({
      ...q,
      flaw: null,
      sending: underWay(attempt),
    })),
    effects: [{ do: 'leave', attempt }],
  };
}
