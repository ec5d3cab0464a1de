import { commonFields, isEmail, looksLikePhone } from '../flow/details.ts';
import type { Handlers } from '../flow/handlers/handler-types.ts';
import type { Message, Moment } from '../flow/message.ts';
import { flowResult, type FlowResult } from '../flow/result.ts';
import { type Question, type State } from '../flow/state.ts';
import { startSending } from '../flow/steps.ts';

/** Questions that the chat could not answer are sent to the team. */
export const questionHandlers: Handlers<'fill-reply-to' | 'submit-question'> = {
  'fill-reply-to': (state, { id, replyTo }) =>
    flowResult(changeQuestion(state, id, (question) => ({ ...question, replyTo, flaw: null }))),
  'submit-question': (state, { id }, moment) => {
    const line = state.talk.find((other) => other.id === id);
    return line?.author === 'luma' && line.kind === 'question'
      ? sendQuestion(state, id, line.question, moment)
      : flowResult(state);
  },
};

function sendQuestion(state: State, id: string, question: Question, moment: Moment): FlowResult {
  const { sending } = question;
  if (sending.status === 'sending' || question.sent) return flowResult(state);
  const replyTo = question.replyTo.trim();
  const mail = isEmail(replyTo);
  if (!mail && !looksLikePhone(replyTo)) {
    // Only this question shows a flaw, because the focus goes to the first flaw on the page.
    const flawed = changeQuestions(state, (other, otherId) => ({
      ...other,
      flaw: otherId === id ? 'reach' : null,
    }));
    return flowResult(flawed, { type: 'focus', spot: 'flaw' });
  }
  const contact = mail ? { email: replyTo } : { phone: replyTo };
  const failed = sending.status === 'failed' ? sending.attempt : null;
  const attempt =
    failed && (failed.body.email ?? failed.body.phone) === replyTo
      ? failed
      : {
          key: moment.id,
          body: {
            kind: 'question' as const,
            message: question.text,
            ...contact,
            ...commonFields(state, moment),
          },
        };
  return flowResult(
    changeQuestion(state, id, (asked) => ({
      ...asked,
      flaw: null,
      sending: startSending(attempt),
    })),
    { type: 'leave-message', attempt },
  );
}

/** Applies the answer to a question that was sent. */
export function settleQuestion(
  state: State,
  { key, outcome }: Extract<Message, { type: 'message-left' }>,
): FlowResult {
  const settled = changeQuestions(state, (question) => {
    const { sending } = question;
    if (sending.status !== 'sending' || sending.attempt.key !== key) return question;
    return outcome.ok
      ? { ...question, sent: true, sending: { status: 'idle' } }
      : {
          ...question,
          sending: { status: 'failed', attempt: sending.attempt, problem: outcome.problem },
        };
  });
  return outcome.ok
    ? flowResult(settled, { type: 'announce', name: 'luma-lead', detail: { kind: 'question' } })
    : flowResult(settled, { type: 'report-problem', problem: outcome.problem });
}

const changeQuestions = (
  state: State,
  change: (question: Question, id: string) => Question,
): State => ({
  ...state,
  talk: state.talk.map((line) =>
    line.author === 'luma' && line.kind === 'question'
      ? { ...line, question: change(line.question, line.id) }
      : line,
  ),
});

const changeQuestion = (
  state: State,
  id: string,
  change: (question: Question) => Question,
): State =>
  changeQuestions(state, (question, other) => (other === id ? change(question) : question));
