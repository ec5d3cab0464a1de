import type { ChatAnswer } from '@luma-leasing/types/chat';
import { loadConfig, loadTimes } from './load-moves.ts';
import type { Moment } from './message.ts';
import type { Moves } from './moves.ts';
import { doing, inTurn, retryKit, stay, type Next } from './next.ts';
import { startTour } from './start-tour.ts';
import { configOf, type State, type Talk } from './state.ts';

export const chatMoves: Moves<'open' | 'close' | 'say' | 'heard' | 'ask'> = {
  /** Interest is shown: now is when everything else is fetched. */
  open: (state, _message, moment) =>
    state.open
      ? stay(state)
      : inTurn(
          { ...retryKit(state), open: true },
          loadConfig,
          (next) => loadTimes(next, moment),
          (next) => doing(next, { do: 'announce', name: 'luma-open', detail: null }),
        ),
  close: (state) =>
    state.open
      ? doing({ ...state, open: false }, { do: 'announce', name: 'luma-close', detail: null })
      : stay(state),
  say: (state, message, { id, locale }) => {
    const text = message.text.trim().slice(0, 2000);
    if (!text || state.step.at !== 'chat') return stay(state);
    const asking = state.unanswered.length > 0 && !state.unheard;
    return inTurn(
      {
        ...add(state, { id, by: 'visitor', text }),
        unanswered: [
          ...state.unanswered,
          { key: id, body: { text, locale, ...(isInvited(state) && { after: 'invitation' }) } },
        ],
      },
      asking ? stay : hear,
      (next) => doing(next, { do: 'announce', name: 'luma-message', detail: { text } }),
    );
  },
  heard: (state, { key, got }, moment) => {
    if (state.unanswered[0]?.key !== key) return stay(state);
    if (got.ok) return answer(state, got.value.answer, moment);
    const { problem } = got;
    return doing({ ...state, unheard: problem }, { do: 'complain', problem });
  },
  ask: (state, _message, { id }) =>
    doing(add(state, { id, by: 'luma', says: 'ask' }), { do: 'focus', on: 'composer' }),
};

export const add = (state: State, line: Talk): State => ({ ...state, talk: [...state.talk, line] });

/**
 * Only the greeting has been said, which asks whether they would like to come. A property's own greeting may ask
 * something else, and whoever has a tour may be speaking of that.
 */
function isInvited(state: State): boolean {
  return (
    state.talk.length === 1 && state.tours.length === 0 && configOf(state)?.brand.greeting === null
  );
}

/** Asks what the first of the unanswered means. */
export function hear(state: State): Next {
  const [attempt] = state.unanswered;
  const next = { ...state, unheard: null };
  return attempt ? doing(next, { do: 'hear', attempt }) : stay(next);
}

/** Says what it can, and honestly when it cannot. */
export function answer(state: State, heard: ChatAnswer, moment: Moment): Next {
  const [said, ...unanswered] = state.unanswered;
  return said
    ? inTurn({ ...state, unanswered }, (next) => tell(next, said.body.text, heard, moment), hear)
    : stay(state);
}

function tell(state: State, text: string, heard: ChatAnswer, moment: Moment): Next {
  const line = { id: `${moment.id}-a`, by: 'luma' } as const;
  switch (heard.kind) {
    case 'own-tour':
      return stay(add(state, { ...line, says: 'change' }));
    case 'tour': {
      const told = add(state, { ...line, says: 'tour' });
      // The visitor may have moved on by themselves while the dots danced.
      return state.step.at === 'chat' ? startTour(told, moment, heard.date) : stay(told);
    }
    // A server newer than this widget may understand more than it can show.
    default: {
      const { email } = state.details;
      const question = { text, reach: email, flaw: null, sending: { status: 'idle' } } as const;
      return stay(
        add(state, { ...line, says: 'question', question: { ...question, sent: false } }),
      );
    }
  }
}
