import { expect } from '@open-wc/testing';
import type { ChatAnswer } from '@luma-leasing/types/chat';
import { booking, config } from '../../../test/fake-data.ts';
import {
  answeredWith,
  askedKey,
  moment,
  notOk,
  ok,
  readyMessages,
  refused,
  run,
  toForm,
  unreachable,
} from '../run.test-data.ts';
import type { Message } from '../message.ts';
import { initialState, rememberedTour, type Problem, type State } from '../state.ts';
import { transition } from '../transition.ts';

const say = (text: string) => ({ type: 'send-chat-message', text }) as const;
const said = ({ talk }: State) =>
  talk.map((line) => (line.author === 'visitor' ? line.text : line.kind));
const notHeard = (asked: ReturnType<typeof run>, problem: Problem) =>
  run(asked.state, { type: 'chat-answered', key: askedKey(asked), outcome: notOk(problem) });

describe('what is said in the chat', () => {
  it('is asked about one by one, so that answers come in order', () => {
    const one = run(initialState, ...readyMessages, say('one'));
    const two = run(one.state, say('two'));
    expect(two.effects.map((effect) => effect.type)).to.deep.equal(['announce']);
    const asked = answeredWith(one, { kind: 'unknown' });
    expect(said(asked.state)).to.deep.equal(['greeting', 'one', 'question']);
    const next = run(two.state, {
      type: 'chat-answered',
      key: askedKey(one),
      outcome: ok({ success: true, answer: { kind: 'unknown' } }),
    });
    expect(next.effects).to.deep.include({ type: 'ask-chat', attempt: two.state.unanswered[1] });
    const done = answeredWith(next, { kind: 'own-tour', wish: 'cancel' }).state;
    expect(said(done)).to.deep.equal(['greeting', 'one', 'two', 'question', 'change-help']);
    expect(done.unanswered).to.deep.equal([]);
  });

  it('answers the invitation only where that was all that was said, in our words', () => {
    const bodyOf = ({ effects }: ReturnType<typeof run>) =>
      effects.find((effect) => effect.type === 'ask-chat')?.attempt.body;
    const asked = run(initialState, ...readyMessages, say('yes'));
    expect(bodyOf(asked)).to.deep.equal({ text: 'yes', locale: 'en-US', after: 'invitation' });
    const again = run(answeredWith(asked, { kind: 'unknown' }).state, say('yes'));
    expect(bodyOf(again)).to.deep.equal({ text: 'yes', locale: 'en-US' });

    const own = config({ brand: { greeting: 'Do you have a question?' } });
    const { booking: tour } = booking({ startsAt: '2026-01-27T16:00:00Z' }, false);
    const open: Message = { type: 'open-panel' };
    const others: Message[][] = [
      [open, { type: 'config-loaded', outcome: ok(own) }],
      [{ type: 'visit-recalled', details: {}, tours: [rememberedTour(tour)] }, ...readyMessages],
      [open],
    ];
    for (const before of others) {
      expect(bodyOf(run(initialState, ...before, say('yes')))).to.deep.equal(bodyOf(again));
    }
  });

  it('brings the kit for what only that can say, once', () => {
    const asked = run(initialState, ...readyMessages, say('one'));
    const answer = { kind: 'unknown' } as const;
    const news = {
      type: 'chat-answered',
      key: askedKey(asked),
      outcome: ok({ success: true, answer }),
    } as const;
    const told = transition(asked.state, news, moment());
    expect(told.effects).to.deep.equal([{ type: 'load-kit' }]);
    expect(transition(told.state, { type: 'ask-question' }, moment()).effects).to.have.length(1);
  });

  for (const [how, again] of [
    ['when the visitor says so', { type: 'retry' }],
    ['with the next message', say('hello?')],
  ] as const) {
    it(`is not lost without an answer, and asked again ${how}`, () => {
      const asked = run(initialState, ...readyMessages, say('one'));
      const lost = notHeard(asked, unreachable);
      expect(lost.state.chatProblem).to.equal(unreachable);
      expect(lost.effects).to.deep.equal([{ type: 'report-problem', problem: unreachable }]);
      const retried = run(lost.state, again);
      expect(askedKey(retried)).to.equal(askedKey(asked));
      expect(retried.state.chatProblem).to.equal(null);
    });
  }

  it('is asked again when the connection is back', () => {
    const asked = run(initialState, ...readyMessages, say('one'));
    const lost = run(notHeard(asked, unreachable).state, {
      type: 'connection',
      online: false,
    }).state;
    expect(askedKey(run(lost, { type: 'connection', online: true }))).to.equal(askedKey(asked));
  });

  it('goes to the team when it will never be understood', () => {
    const asked = run(initialState, ...readyMessages, say('one'));
    const newer = { kind: 'poem' } as unknown as ChatAnswer;
    expect(said(answeredWith(asked, newer).state).at(-1)).to.equal('question');
    expect(said(notHeard(asked, refused('INVALID_REQUEST')).state).at(-1)).to.equal('question');
    expect(notHeard(asked, refused('INVALID_API_KEY')).state.step.at).to.equal('barred');
  });

  it('leaves a visitor alone who has moved on meanwhile', () => {
    const asked = run(initialState, ...readyMessages, say('a tour'));
    const form = run(asked.state, ...toForm.slice(readyMessages.length)).state;
    const answer = { kind: 'tour' } as const;
    const told = run(form, {
      type: 'chat-answered',
      key: askedKey(asked),
      outcome: ok({ success: true, answer }),
    }).state;
    expect(told.step).to.equal(form.step);
    expect(said(told).at(-1)).to.equal('tour-offer');
    const barred = refused('INVALID_API_KEY');
    const kept = run(form, {
      type: 'chat-answered',
      key: askedKey(asked),
      outcome: notOk(barred),
    }).state;
    expect(kept.step).to.equal(form.step);
  });
});
