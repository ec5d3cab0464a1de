import type { Question, State, Talk } from './state.ts';

export const add = (state: State, line: Talk): State => ({ ...state, talk: [...state.talk, line] });

const changeQuestions = (
  state: State,
  which: (id: string, question: Question) => boolean,
  change: (question: Question) => Question,
): State => ({
  ...state,
  talk: state.talk.map((line) =>
    line.by === 'luma' && line.says === 'question' && which(line.id, line.question)
      ? { ...line, question: change(line.question) }
      : line,
  ),
});

export const withQuestion = (
  state: State,
  id: string,
  change: (question: Question) => Question,
): State => changeQuestions(state, (other) => other === id, change);

/** An answer about a question that was sent. */
export const settleQuestion = (
  state: State,
  key: string,
  change: (question: Question) => Question,
): State =>
  changeQuestions(
    state,
    (_, { sending }) => sending.status === 'sending' && sending.attempt.key === key,
    change,
  );
