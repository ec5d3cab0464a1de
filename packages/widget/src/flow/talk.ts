import type { LeaveMessage } from '@luma-leasing/types/lead';
import type { Attempt, Question, State, Talk } from './state.ts';

export const add = (state: State, line: Talk): State => ({ ...state, talk: [...state.talk, line] });

type Change = (question: Question, id: string) => Question;

const changeQuestions = (state: State, change: Change): State => ({
  ...state,
  talk: state.talk.map((line) =>
    line.by === 'luma' && line.says === 'question'
      ? { ...line, question: change(line.question, line.id) }
      : line,
  ),
});

export const withQuestion = (
  state: State,
  id: string,
  change: (question: Question) => Question,
): State =>
  changeQuestions(state, (question, other) => (other === id ? change(question) : question));

/** An answer about a question that was sent. */
export const settleQuestion = (
  state: State,
  key: string,
  change: (question: Question, attempt: Attempt<LeaveMessage>) => Question,
): State =>
  changeQuestions(state, (question) => {
    const { sending } = question;
    return sending.status === 'sending' && sending.attempt.key === key
      ? change(question, sending.attempt)
      : question;
  });
