import type { ChatAnswer } from '@luma-leasing/types/chat';
import { looksLikeEmail, looksLikePhone } from './details.ts';
import { loadConfig, loadTimes } from './load-moves.ts';
import type { Deed, Moment, News } from './message.ts';
import { retryKit, stay, underWay, type Next } from './next.ts';
import { startTour } from './start-tour.ts';
import { configOf, type Question, type State } from './state.ts';
import { add, settleQuestion, withQuestion } from './talk.ts';

type ChatMessage = Extract<
  Deed | News,
  {
    type:
      | 'open'
      | 'close'
      | 'say'
      | 'heard'
      | 'not-heard'
      | 'ask'
      | 'reach'
      | 'submit-question'
      | 'lead-left'
      | 'lead-failed';
  }
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
    case 'heard':
    case 'not-heard':
      return state.unanswered[0]?.key === message.key
        ? answered(state, message, moment)
        : stay(state);
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
    case 'lead-left':
    case 'lead-failed':
      return settle(state, message);
  }
}

/** Interest is shown: now is when everything else is fetched. */
function open(state: State, moment: Moment): Next {
  if (state.open) return stay(state);
  const loading = loadConfig({ ...retryKit(state), open: true });
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
  const { id, locale } = moment;
  const said = {
    ...add(state, { id, by: 'visitor', text }),
    unanswered: [...state.unanswered, { key: id, body: { text, locale } }],
  };
  const asking = state.unanswered.length > 0 && !state.unheard;
  const next = asking ? stay(said) : hear(said);
  return {
    ...next,
    effects: [...next.effects, { do: 'announce', event: { name: 'luma-message', text } }],
  };
}

/** Asks what the first of the unanswered means. */
export function hear(state: State): Next {
  const [attempt] = state.unanswered;
  const effects: Next['effects'] = attempt ? [{ do: 'hear', attempt }] : [];
  return { state: { ...state, unheard: null }, effects };
}

type Heard = Extract<News, { type: 'heard' | 'not-heard' }>;

const answered = (state: State, news: Heard, moment: Moment): Next =>
  news.type === 'heard'
    ? answer(state, news.answer, moment)
    : {
        state: { ...state, unheard: news.problem },
        effects: [{ do: 'complain', problem: news.problem }],
      };

/** Says what it can, and honestly when it cannot. */
export function answer(before: State, heard: ChatAnswer, moment: Moment): Next {
  const [said, ...unanswered] = before.unanswered;
  if (!said) return stay(before);
  const next = hear({ ...before, unanswered });
  const told = tell(next.state, said.body.text, heard, moment);
  return { ...told, effects: [...told.effects, ...next.effects] };
}

function tell(state: State, text: string, heard: ChatAnswer, moment: Moment): Next {
  const id = `${moment.id}-a`;
  switch (heard.kind) {
    case 'own-tour':
      return stay(add(state, { id, by: 'luma', says: 'change' }));
    case 'tour': {
      const told = add(state, { id, by: 'luma', says: 'tour' });
      // The visitor may have moved on by themselves while the dots danced.
      return state.step.at === 'chat' ? startTour(told, moment, heard.date) : stay(told);
    }
    // A server newer than this widget may understand more than it can show.
    default: {
      const question: Question = {
        text,
        reach: state.details.email,
        flaw: null,
        sending: { status: 'idle' },
        sent: false,
      };
      return stay(add(state, { id, by: 'luma', says: 'question', question }));
    }
  }
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

/** What became of a question that was sent. */
function settle(state: State, news: Extract<News, { type: 'lead-left' | 'lead-failed' }>): Next {
  const left = news.type === 'lead-left';
  return {
    state: settleQuestion(state, news.key, (question, attempt) => ({
      ...question,
      sent: left,
      sending: left ? { status: 'idle' } : { status: 'failed', attempt, problem: news.problem },
    })),
    effects: left
      ? [{ do: 'announce', event: { name: 'luma-lead', kind: 'question' } }]
      : [{ do: 'complain', problem: news.problem }],
  };
}
