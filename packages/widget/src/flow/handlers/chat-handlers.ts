import type { ChatAnswer } from '@luma-leasing/types/chat';
import type { Handlers } from './handler-types.ts';
import { loadConfig, loadTimes } from './load-handlers.ts';
import type { Moment } from '../message.ts';
import { retryKit } from '../need-kit.ts';
import { chainSteps, flowResult, type FlowResult } from '../result.ts';
import { startTour } from './start-tour.ts';
import { configOf, type State, type TalkLine } from '../state.ts';

export const chatHandlers: Handlers<
  'open-panel' | 'close-panel' | 'send-chat-message' | 'chat-answered' | 'ask-question'
> = {
  'open-panel': (state, _message, moment) =>
    state.open
      ? flowResult(state)
      : chainSteps(
          { ...retryKit(state), open: true },
          loadConfig,
          (latest) => loadTimes(latest, moment),
          (latest) => flowResult(latest, { type: 'announce', name: 'luma-open', detail: null }),
        ),
  'close-panel': (state) =>
    state.open
      ? flowResult(
          { ...state, open: false },
          { type: 'announce', name: 'luma-close', detail: null },
        )
      : flowResult(state),
  'send-chat-message': (state, message, { id, locale }) => {
    const text = message.text.trim().slice(0, 2000);
    if (!text || state.step.at !== 'chat') return flowResult(state);
    const asking = state.unanswered.length > 0 && !state.chatProblem;
    return chainSteps(
      {
        ...addLine(state, { id, author: 'visitor', text }),
        unanswered: [
          ...state.unanswered,
          { key: id, body: { text, locale, ...(isInvited(state) && { after: 'invitation' }) } },
        ],
      },
      asking ? flowResult : askChat,
      (latest) => flowResult(latest, { type: 'announce', name: 'luma-message', detail: { text } }),
    );
  },
  'chat-answered': (state, { key, outcome }, moment) => {
    if (state.unanswered[0]?.key !== key) return flowResult(state);
    if (outcome.ok) return applyChatAnswer(state, outcome.value.answer, moment);
    const { problem } = outcome;
    return flowResult({ ...state, chatProblem: problem }, { type: 'report-problem', problem });
  },
  'ask-question': (state, _message, { id }) =>
    flowResult(addLine(state, { id, author: 'luma', kind: 'question-prompt' }), {
      type: 'focus',
      spot: 'composer',
    }),
};

export const addLine = (state: State, line: TalkLine): State => ({
  ...state,
  talk: [...state.talk, line],
});

/**
 * Whether "yes" would answer our greeting's invitation. A property's own greeting may ask something else, and a visitor
 * with a tour may be speaking of that tour.
 */
function isInvited(state: State): boolean {
  return (
    state.talk.length === 1 &&
    state.ownTours.length === 0 &&
    configOf(state)?.brand.greeting === null
  );
}

/** Asks the server what the first unanswered message means. */
export function askChat(state: State): FlowResult {
  const [attempt] = state.unanswered;
  const asking = { ...state, chatProblem: null };
  return attempt ? flowResult(asking, { type: 'ask-chat', attempt }) : flowResult(asking);
}

/** Answers the first unanswered message, then asks about the next one. */
export function applyChatAnswer(state: State, answer: ChatAnswer, moment: Moment): FlowResult {
  const [first, ...unanswered] = state.unanswered;
  return first
    ? chainSteps(
        { ...state, unanswered },
        (latest) => addAnswer(latest, first.body.text, answer, moment),
        askChat,
      )
    : flowResult(state);
}

function addAnswer(state: State, text: string, answer: ChatAnswer, moment: Moment): FlowResult {
  const line = { id: `${moment.id}-a`, author: 'luma' } as const;
  switch (answer.kind) {
    case 'own-tour':
      return flowResult(addLine(state, { ...line, kind: 'change-help' }));
    case 'tour': {
      const answered = addLine(state, { ...line, kind: 'tour-offer' });
      // The visitor may have left the chat before the answer came.
      return state.step.at === 'chat'
        ? startTour(answered, moment, answer.date)
        : flowResult(answered);
    }
    // A server newer than this widget may give answers that this widget does not know.
    default: {
      const { email } = state.details;
      const question = { text, replyTo: email, flaw: null, sending: { status: 'idle' } } as const;
      return flowResult(
        addLine(state, { ...line, kind: 'question', question: { ...question, sent: false } }),
      );
    }
  }
}
