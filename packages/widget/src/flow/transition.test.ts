import { expect } from '@open-wc/testing';
import { errorCodes, type ErrorCode } from './test-codes.test-data.ts';
import type { ChatAnswer } from '@luma-leasing/types/chat';
import { booking, config, managedTour } from '../../test/fake-data.ts';
import { kit } from '../kit.ts';
import type { Message } from './message.ts';
import {
  answeredWith,
  date,
  filledForm,
  messageLeft,
  moment,
  notOk,
  ok,
  readyMessages,
  refused,
  run,
  sentFrom,
  slot,
  times,
  toForm,
  unreachable,
} from './run.test-data.ts';
import { initialState, rememberedTour, type State } from './state.ts';
import { transition } from './transition.ts';

describe('transition', () => {
  it('loads everything once when the panel opens, and greets when the config is here', () => {
    const opened = run(initialState, { type: 'open-panel' });
    expect(opened.effects.map((effect) => effect.type)).to.deep.equal([
      'load-config',
      'load-times',
      'announce',
    ]);
    expect(run(opened.state, { type: 'open-panel' }).effects).to.deep.equal([]);
    const greeted = run(opened.state, { type: 'config-loaded', outcome: ok(config()) });
    expect(greeted.state.talk[0]).to.include({ author: 'luma', kind: 'greeting' });
  });

  it('opens the calendar at the month that was spoken of', () => {
    const asked = run(initialState, ...readyMessages, {
      type: 'send-chat-message',
      text: 'Can I come see it on February 3?',
    });
    const { state } = answeredWith(asked, { kind: 'tour', date: '2026-02-03' });
    expect(state.step).to.deep.include({ at: 'month', month: '2026-02', picked: '2026-02-03' });
  });

  it('answers what it does not know honestly, and sends the question with one key for all tries', () => {
    const said = run(initialState, ...readyMessages, {
      type: 'send-chat-message',
      text: 'Do you allow dogs?',
    });
    const asked = answeredWith(said, { kind: 'unknown' }).state;
    const line = asked.talk.at(-1);
    expect(line).to.include({ author: 'luma', kind: 'question' });
    const id = line?.id ?? '';
    const vague = run(
      asked,
      { type: 'fill-reply-to', id, replyTo: 'call me' },
      { type: 'submit-question', id },
    );
    expect(vague.effects.map((effect) => effect.type)).to.deep.equal(['focus']);
    const sent = run(
      vague.state,
      { type: 'fill-reply-to', id, replyTo: 'a@b.co' },
      { type: 'submit-question', id },
    );
    const [leave] = sent.effects;
    if (leave?.type !== 'leave-message') throw new Error('not sent');
    expect(leave.attempt.body).to.include({
      kind: 'question',
      message: 'Do you allow dogs?',
      email: 'a@b.co',
    });
    const failed = run(sent.state, {
      type: 'message-left',
      key: leave.attempt.key,
      outcome: notOk(unreachable),
    });
    const [again] = run(failed.state, { type: 'submit-question', id }).effects;
    expect(again).to.deep.equal(leave);
  });

  it('asks for what is missing before anything is sent, and drops a flaw when it is mended', () => {
    const { state, effects } = run(initialState, ...toForm, { type: 'submit-booking' });
    expect(effects).to.deep.equal([{ type: 'focus', spot: 'flaw' }]);
    expect(state.step).to.deep.include({
      flaws: { firstName: 'required', email: 'required', privacy: 'consent' },
    });
    const mended = run(state, { type: 'fill-form', details: { firstName: 'A' } }).state;
    expect(mended.step).to.have.property('flaws').that.has.keys('email', 'privacy');
  });

  it('judges a field when it is left, but not an empty one', () => {
    const { state } = run(
      initialState,
      ...toForm,
      { type: 'leave-field', field: 'firstName' },
      { type: 'fill-form', details: { email: 'x' } },
      { type: 'leave-field', field: 'email' },
    );
    expect(state.step).to.deep.include({ flaws: { email: 'email' } });
  });

  it('repeats the key with the same body, and takes a new one with another', () => {
    const first = sentFrom(run(initialState, ...toForm, filledForm).state);
    const failed = run(first.state, {
      type: 'booking-answered',
      key: first.key,
      outcome: notOk(unreachable),
    });
    expect(sentFrom(failed.state).key).to.equal(first.key);
    const changed = run(failed.state, { type: 'fill-form', details: { lastName: 'Byron' } });
    expect(sentFrom(changed.state).key).to.not.equal(first.key);
  });

  it('takes a new key when the server says the old one was used for something else', () => {
    const { state, key } = sentFrom(run(initialState, ...toForm, filledForm).state);
    const problem = refused('IDEMPOTENCY_KEY_REUSED');
    expect(
      sentFrom(run(state, { type: 'booking-answered', key, outcome: notOk(problem) }).state).key,
    ).to.not.equal(key);
  });

  it('changes nothing under a submission on its way', () => {
    const { state } = sentFrom(run(initialState, ...toForm, filledForm).state);
    for (const action of [
      'go-back',
      'go-to-chat',
      'start-tour',
      'submit-booking',
      'want-callback',
    ] as const) {
      const next = run(state, { type: action });
      expect(next.state.step, action).to.equal(state.step);
      expect(next.effects, action).to.deep.equal([]);
    }
  });

  it('ignores the answer of a submission that is not the one on its way', () => {
    const { state } = sentFrom(run(initialState, ...toForm, filledForm).state);
    const { booking: booked } = booking(slot, false);
    expect(
      run(state, {
        type: 'booking-answered',
        key: 'old',
        outcome: ok({ success: true, booking: booked }),
      }).state,
    ).to.equal(state);
  });

  it('remembers a booked tour without its token reaching the announcement of another', () => {
    const { state, key } = sentFrom(run(initialState, ...toForm, filledForm).state);
    const { booking: booked } = booking(slot, false);
    const done = run(state, {
      type: 'booking-answered',
      key,
      outcome: ok({ success: true, booking: booked }),
    });
    expect(done.state.step).to.deep.equal({ at: 'done', booking: booked });
    expect(done.effects.map((effect) => effect.type)).to.deep.equal([
      'remember-visit',
      'announce',
      'load-kit',
    ]);
    expect(done.state.times.status).to.equal('idle');
  });

  it('keeps the form when the time is taken, and offers others', () => {
    const { state, key } = sentFrom(run(initialState, ...toForm, filledForm).state);
    const alternatives = [{ startsAt: '2026-01-22T15:00:00Z', date: '2026-01-22', time: '09:00' }];
    const problem = refused('SLOT_TAKEN', { alternatives });
    const taken = run(state, { type: 'booking-answered', key, outcome: notOk(problem) });
    expect(taken.state.step).to.deep.include({ at: 'contact', taken: true, alternatives });
    expect(taken.state.details.lastName).to.equal('Lovelace');
    expect(taken.effects.map((effect) => effect.type)).to.include('load-times');
    expect(run(taken.state, { type: 'submit-booking' }).effects).to.deep.equal([]);
    const picked = run(taken.state, { type: 'pick-time', slot: alternatives[0] ?? slot });
    expect(picked.state.step).to.deep.include({ at: 'contact', taken: false });
    expect(sentFrom(picked.state).key).to.not.equal(key);
  });

  const leads: [ErrorCode, State['step']['at']][] = [
    ['SLOT_NOT_OFFERED', 'times'],
    ['TOUR_EXISTS', 'exists'],
    ['CALENDAR_NOT_CONNECTED', 'callback'],
    ['CALENDAR_AUTH_EXPIRED', 'callback'],
    ['CALENDAR_UNREACHABLE', 'callback'],
    ['TOURS_DISABLED', 'closed'],
    ['INVALID_API_KEY', 'barred'],
    ['ORIGIN_NOT_ALLOWED', 'barred'],
    ['RATE_LIMITED', 'contact'],
    ['INTERNAL', 'contact'],
  ];
  for (const [code, at] of leads) {
    it(`leads from ${code} to ${at}, with what was typed kept`, () => {
      const { state, key } = sentFrom(run(initialState, ...toForm, filledForm).state);
      const after = run(state, { type: 'booking-answered', key, outcome: notOk(refused(code)) });
      expect(after.state.step.at).to.equal(at);
      expect(after.state.details.email).to.equal('ada@example.com');
      expect(after.effects[0]?.type).to.equal('report-problem');
    });
  }

  it('puts the server’s findings on their fields', () => {
    const { state, key } = sentFrom(run(initialState, ...toForm, filledForm).state);
    const issues = ['phone', 'lastName', 'specialRequests'].map((path) => ({ path, message: '' }));
    const outcome = notOk(refused('INVALID_REQUEST', { issues }));
    const long = { ...state, details: { ...state.details, specialRequests: 'x'.repeat(2001) } };
    const after = run(long, { type: 'booking-answered', key, outcome });
    expect(after.state.step).to.deep.include({
      flaws: { phone: 'phone', lastName: 'name', specialRequests: 'long' },
    });
  });

  it('sends again by itself when the connection comes back, with the same key', () => {
    const { state, key } = sentFrom(run(initialState, ...toForm, filledForm).state);
    const off = run(
      state,
      { type: 'connection', online: false },
      { type: 'booking-answered', key, outcome: notOk(unreachable) },
    );
    const on = run(off.state, { type: 'connection', online: true });
    expect(on.effects).to.have.length(1);
    expect(on.effects[0]).to.deep.include({ type: 'book-tour' });
    expect(sentKey(on.effects[0])).to.equal(key);
  });

  it('follows a refusal as soon as the code for it has come', () => {
    const { state, key } = sentFrom(run(initialState, ...toForm, filledForm).state);
    const problem = refused('TOUR_EXISTS');
    const alone = transition(
      state,
      { type: 'booking-answered', key, outcome: notOk(problem) },
      moment(),
    );
    expect(alone.state.step.at).to.equal('contact');
    expect(alone.effects.map((effect) => effect.type)).to.deep.equal([
      'report-problem',
      'load-kit',
    ]);
    const led = run(alone.state, { type: 'kit-loaded', ok: true });
    expect(led.state.step.at).to.equal('exists');
    const lost = transition(alone.state, { type: 'kit-loaded', ok: false }, moment());
    const again = transition(lost.state, { type: 'retry' }, moment());
    const refusedAgain = transition(
      again.state,
      { type: 'booking-answered', key, outcome: notOk(problem) },
      moment(),
    );
    expect(refusedAgain.effects.map((effect) => effect.type)).to.include('load-kit');
  });

  it('resumes after a reload with the same key and all that was typed', () => {
    const before = run(initialState, ...toForm, filledForm, { type: 'submit-booking' }).effects[0];
    if (before?.type !== 'book-tour') throw new Error('not sent');
    const { attempt, slot: pickedSlot } = before;
    const { state, effects } = run(initialState, {
      type: 'resume-booking',
      attempt,
      slot: pickedSlot,
    });
    expect(state.open).to.equal(true);
    expect(state.details).to.include({ firstName: 'Ada', email: 'ada@example.com', privacy: true });
    expect(effects.at(-1)).to.deep.equal(before);
  });

  it('shows the call-back form when the calendar fails, and sends one key for all tries', () => {
    const contact = { name: 'Maple Court', phone: '+1', email: null };
    const failed = run(
      initialState,
      { type: 'open-panel' },
      { type: 'config-loaded', outcome: ok(config()) },
      { type: 'start-tour' },
      {
        type: 'times-loaded',
        outcome: notOk(refused('CALENDAR_UNREACHABLE', { contact })),
        tourType: null,
        changingTour: null,
      },
    ).state;
    expect(failed.step).to.deep.include({ at: 'callback', contact });
    expect(run(failed, { type: 'submit-callback' }).state.step).to.deep.include({
      flaws: { firstName: 'required', phone: 'reach' },
    });
    const sent = run(
      failed,
      { type: 'fill-form', details: { firstName: 'Ada', phone: '847 555 0100' } },
      { type: 'submit-callback' },
    );
    const [leave] = sent.effects;
    if (leave?.type !== 'leave-message') throw new Error('not sent');
    // The form has no field to correct a last name that was recalled from an earlier visit.
    const recalled = { firstName: 'Ada', lastName: 'evil.example', phone: '847 555 0100' };
    const [withoutLastName] = run(
      failed,
      { type: 'fill-form', details: recalled },
      { type: 'submit-callback' },
    ).effects;
    if (withoutLastName?.type !== 'leave-message') throw new Error('not sent');
    expect(withoutLastName.attempt.body).not.to.have.property('lastName');
    const lost = run(sent.state, {
      type: 'message-left',
      key: leave.attempt.key,
      outcome: notOk(unreachable),
    });
    expect(run(lost.state, { type: 'submit-callback' }).effects).to.deep.equal([leave]);
    const issues = [{ path: 'firstName', message: '' }];
    const outcome = notOk(refused('INVALID_REQUEST', { issues }));
    const named = run(sent.state, { type: 'message-left', key: leave.attempt.key, outcome });
    expect(named.state.step).to.deep.include({ at: 'callback', flaws: { firstName: 'name' } });
    expect(
      run(sent.state, { type: 'message-left', key: leave.attempt.key, outcome: messageLeft }).state
        .step.at,
    ).to.equal('callback-sent');
  });

  it('asks the calendar again when a tour is wanted after it failed', () => {
    const chatting = run(
      initialState,
      { type: 'open-panel' },
      { type: 'config-loaded', outcome: ok(config()) },
      {
        type: 'times-loaded',
        outcome: notOk(refused('CALENDAR_UNREACHABLE')),
        tourType: null,
        changingTour: null,
      },
    ).state;
    expect(chatting.step.at).to.equal('chat');
    const { effects } = run(chatting, { type: 'start-tour' });
    expect(effects.map((effect) => effect.type)).to.include('load-times');
  });

  it('shows a closed property as closed', () => {
    const value = config({ tours: { enabled: false } });
    const { state } = run(
      initialState,
      { type: 'open-panel' },
      { type: 'config-loaded', outcome: ok(value) },
      { type: 'start-tour' },
    );
    expect(state.step).to.deep.include({ at: 'closed' });
  });

  it('forgets the times of another kind of tour, and of one that is changed', () => {
    const { state, effects } = run(
      initialState,
      ...readyMessages,
      { type: 'start-tour' },
      { type: 'pick-tour-type', tourType: 'video' },
    );
    expect(effects).to.deep.include({ type: 'load-times', tourType: 'video', changingTour: null });
    expect(
      run(state, { type: 'times-loaded', outcome: ok(times), tourType: null, changingTour: null })
        .state,
    ).to.equal(state);
    const changingTour = rememberedTour(booking(slot, false).booking);
    expect(
      run(state, { type: 'times-loaded', outcome: ok(times), tourType: 'video', changingTour })
        .state,
    ).to.equal(state);
  });

  it('asks for the times of a tour that is changed, and anew for another', () => {
    const tour = { ...rememberedTour(booking(slot, false).booking), tourType: 'video' as const };
    const changed = run(
      initialState,
      { type: 'visit-recalled', details: {}, tours: [tour] },
      ...readyMessages,
      { type: 'change-tour', id: tour.id },
    );
    // The type of the changed tour is not taken for new tours.
    expect(changed.state).to.deep.include({ changingTour: tour, tourType: null });
    expect(changed.effects).to.deep.include({
      type: 'load-times',
      tourType: null,
      changingTour: tour,
    });
    const times = run(changed.state, readyMessages.at(-1)!).state.times;
    expect(times).to.deep.equal({ status: 'loading' });
    const anew = run(changed.state, { type: 'start-tour' });
    expect(anew.state.changingTour).to.equal(null);
    expect(anew.effects).to.deep.include({
      type: 'load-times',
      tourType: null,
      changingTour: null,
    });
    const again = run(changed.state, { type: 'go-back' }, { type: 'change-tour', id: tour.id });
    expect(again.effects.map((effect) => effect.type)).to.not.include('load-times');
  });

  it('never reaches a state that makes no sense, whatever is done in whatever order', () => {
    for (let seed = 1; seed <= 300; seed++) walk(seed);
  });
});

function pollAnswer(state: State, what: string, chance: number): Message {
  const round = chance < 0.8 ? state.ownTourPoll.round : state.ownTourPoll.round - 1;
  const answers = state.ownTours.map(({ remembered }) => {
    const change =
      what === 'cancelled'
        ? ({ status: 'cancelled' } as const)
        : what === 'moved'
          ? { startsAt: '2026-01-30T16:00:00Z' }
          : {};
    const value = managedTour({ ...remembered, ...change }, null);
    if (what === 'gone') {
      return {
        id: remembered.id,
        outcome: { ok: false, problem: refused('LINK_INVALID') } as const,
      };
    }
    return { id: remembered.id, outcome: { ok: true, value } as const };
  });
  return { type: 'poll-answered', round, answers };
}

const answers: ChatAnswer[] = [
  { kind: 'tour', date: '2026-02-03' },
  { kind: 'own-tour', wish: 'cancel' },
];

const sentKey = (effect: ReturnType<typeof transition>['effects'][number] | undefined) =>
  effect?.type === 'book-tour' ? effect.attempt.key : null;

/** mulberry32 */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A random walk: 120 messages of any visitor and any server, with a check after each. */
function walk(seed: number): void {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  // Every other visitor has a tour of their own.
  const tours =
    seed % 2 ? [rememberedTour(booking({ startsAt: '2026-01-28T16:00:00Z' }, false).booking)] : [];
  let { state } = run(initialState, { type: 'visit-recalled', details: {}, tours });
  const flying = new Map<string, string>();
  const trail: string[] = [];
  for (let n = 0; n < 120; n++) {
    const key = pick([...flying.keys(), 'none']);
    const problem = next() < 0.3 ? unreachable : refused(pick(errorCodes));
    const question = state.talk.findLast(
      (line) => line.author === 'luma' && line.kind === 'question',
    );
    const chatKey = state.unanswered[0]?.key ?? 'none';
    const own = state.ownTours.at(-1)?.remembered.id ?? '';
    const message = pick<Message>([
      { type: 'open-panel' },
      { type: 'close-panel' },
      {
        type: 'send-chat-message',
        text: pick(['hello', 'I want a tour', 'cancel my tour', 'tour on friday']),
      },
      {
        type: 'chat-answered',
        key: chatKey,
        outcome: ok({ success: true, answer: pick(answers) }),
      },
      {
        type: 'chat-answered',
        key: chatKey,
        outcome: ok({ success: true, answer: { kind: 'unknown' } }),
      },
      { type: 'chat-answered', key: chatKey, outcome: notOk(problem) },
      { type: 'start-tour' },
      { type: 'start-tour', chipText: 'A tour, please' },
      { type: 'ask-question' },
      { type: 'go-back' },
      { type: 'go-to-chat' },
      { type: 'turn-month', month: '2026-02' },
      { type: 'pick-tour-type', tourType: 'video' },
      { type: 'pick-day', date: pick([date, '2031-01-01']) },
      { type: 'pick-time', slot },
      filledForm,
      { type: 'fill-form', details: { phone: pick(['', '847 555 0100', 'x']) } },
      { type: 'leave-field', field: 'phone' },
      { type: 'submit-booking' },
      { type: 'submit-booking' },
      { type: 'want-callback' },
      { type: 'submit-callback' },
      { type: 'fill-reply-to', id: question?.id ?? '', replyTo: pick(['a@b.co', 'x']) },
      { type: 'submit-question', id: question?.id ?? '' },
      { type: 'retry' },
      { type: 'connection', online: next() < 0.5 },
      { type: 'config-loaded', outcome: ok(config()) },
      { type: 'config-loaded', outcome: notOk(unreachable) },
      {
        type: 'times-loaded',
        outcome: ok(times),
        tourType: state.tourType,
        changingTour: state.changingTour,
      },
      {
        type: 'times-loaded',
        outcome: notOk(problem),
        tourType: state.tourType,
        changingTour: state.changingTour,
      },
      { type: 'sending-slow', key },
      {
        type: 'booking-answered',
        key,
        outcome: ok({ success: true, booking: booking(slot, false).booking }),
      },
      { type: 'booking-answered', key, outcome: notOk(problem) },
      { type: 'message-left', key, outcome: messageLeft },
      { type: 'message-left', key, outcome: notOk(problem) },
      { type: 'visibility', visible: next() < 0.7 },
      { type: 'change-tour', id: own },
      { type: 'cancel-tour', id: own },
      { type: 'confirm-change' },
      { type: 'confirm-change' },
      { type: 'poll-due', round: state.ownTourPoll.round },
      pollAnswer(state, pick(['moved', 'cancelled', 'same', 'gone']), next()),
      {
        type: 'change-answered',
        key,
        outcome: ok(managedTour({ startsAt: slot.startsAt }, null)),
      },
      { type: 'change-answered', key, outcome: notOk(problem) },
    ]);
    trail.push(message.type);
    const why = `seed ${seed}: ${trail.join(' ')}`;
    const { state: after, effects } = transition(state, message, moment(), kit.flow);
    for (const effect of effects) {
      if (effect.type === 'send-change') {
        const { key: changeKey, body } = effect.change.attempt;
        flying.set(changeKey, JSON.stringify(body));
      }
      if (effect.type !== 'book-tour' && effect.type !== 'leave-message') continue;
      const body = JSON.stringify(effect.attempt.body);
      const before = flying.get(effect.attempt.key);
      if (before !== undefined) expect(body, why).to.equal(before);
      flying.set(effect.attempt.key, body);
      if (effect.type === 'book-tour') {
        expect(after.step, why).to.deep.include({ at: 'contact', taken: false });
        expect(effect.attempt.body, why).to.include({ firstName: 'Ada', privacyConsent: true });
      }
    }
    check(state, after, message, why);
    state = after;
  }
}

const movedBy = { visitor: 'change-answered', team: 'poll-answered' };

function check(before: State, after: State, message: Message, why: string): void {
  const { step } = after;
  if (step.at === 'contact' || step.at === 'callback') {
    if (step.sending.status === 'sending') expect(Object.keys(step.flaws), why).to.deep.equal([]);
  }
  if (step.at === 'contact' && step.taken) expect(step.sending.status, why).to.equal('idle');
  if (step.at === 'done' && before.step.at !== 'done') {
    expect(message.type, why).to.equal(step.movedBy ? movedBy[step.movedBy] : 'booking-answered');
  }
  if (before.details.email && message.type !== 'fill-form' && message.type !== 'visit-recalled') {
    expect(after.details.email, why).to.equal(before.details.email);
  }
  // A tour page needs its tour; tours that the visitor does not see are not polled.
  if (step.at === 'move' || step.at === 'cancel') {
    expect(
      after.ownTours.map(({ remembered }) => remembered.id),
      why,
    ).to.include(step.id);
  }
  if (!after.open || !after.visible || !after.online || after.ownTours.length === 0) {
    expect(after.ownTourPoll.status, why).to.equal('idle');
  }
  expect(new Set(after.talk.map((line) => line.id)).size, why).to.equal(after.talk.length);
}
