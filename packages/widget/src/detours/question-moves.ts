import { isEmail, looksLikePhone, sentAlong } from '../flow/details.ts';
import type { Message, Moment } from '../flow/message.ts';
import type { Moves } from '../flow/moves.ts';
import { doing, stay, underWay, type Next } from '../flow/next.ts';
import { type Question, type State } from '../flow/state.ts';

/** What nobody could answer in the chat, on its way to the team. */
export const questionMoves: Moves<'reach' | 'submit-question'> = {
  reach: (state, { id, reach }) =>
    stay(withQuestion(state, id, (question) => ({ ...question, reach, flaw: null }))),
  'submit-question': (state, { id }, moment) => {
    const line = state.talk.find((one) => one.id === id);
    return line?.by === 'luma' && line.says === 'question'
      ? submit(state, id, line.question, moment)
      : stay(state);
  },
};

function submit(state: State, id: string, question: Question, moment: Moment): Next {
  const { sending } = question;
  if (sending.status === 'sending' || question.sent) return stay(state);
  const reach = question.reach.trim();
  const mail = isEmail(reach);
  if (!mail && !looksLikePhone(reach)) {
    // Of several questions, the one that was sent has the flaw, and the focus.
    const flawed = changeQuestions(state, (other, its) => ({
      ...other,
      flaw: its === id ? 'reach' : null,
    }));
    return doing(flawed, { do: 'focus', on: 'flaw' });
  }
  const way = mail ? { email: reach } : { phone: reach };
  const before = sending.status === 'failed' ? sending.attempt : null;
  const attempt =
    before && (before.body.email ?? before.body.phone) === reach
      ? before
      : {
          key: moment.id,
          body: {
            kind: 'question' as const,
            message: question.text,
            ...way,
            ...sentAlong(state, moment),
          },
        };
  return doing(
    withQuestion(state, id, (asked) => ({ ...asked, flaw: null, sending: underWay(attempt) })),
    { do: 'leave', attempt },
  );
}

/** What became of a question that was sent. */
export function settleQuestion(
  state: State,
  { key, got }: Extract<Message, { type: 'left' }>,
): Next {
  const settled = changeQuestions(state, (question) => {
    const { sending } = question;
    if (sending.status !== 'sending' || sending.attempt.key !== key) return question;
    return got.ok
      ? { ...question, sent: true, sending: { status: 'idle' } }
      : {
          ...question,
          sending: { status: 'failed', attempt: sending.attempt, problem: got.problem },
        };
  });
  return got.ok
    ? doing(settled, { do: 'announce', name: 'luma-lead', detail: { kind: 'question' } })
    : doing(settled, { do: 'complain', problem: got.problem });
}

const changeQuestions = (
  state: State,
  change: (question: Question, id: string) => Question,
): State => ({
  ...state,
  talk: state.talk.map((line) =>
    line.by === 'luma' && line.says === 'question'
      ? { ...line, question: change(line.question, line.id) }
      : line,
  ),
});

const withQuestion = (state: State, id: string, change: (question: Question) => Question): State =>
  changeQuestions(state, (question, other) => (other === id ? change(question) : question));
