import { expect } from '@open-wc/testing';
import { errorCodes, type ErrorCode } from './test-codes.test-data.ts';
import type { ChatAnswer } from '@luma-leasing/types/chat';
import { booking, config, managedTour } from '../../test/fake-data.ts';
import { kit } from '../kit.ts';
import type { Message } from './message.ts';
import type { OwnMessage } from './own.ts';
import {
  date,
  filled,
  heard,
  left,
  moment,
  no,
  ok,
  ready,
  refused,
  run,
  sentFrom,
  slot,
  times,
  toForm,
  unreachable,
} from './run.test-data.ts';
import { initialState, toRemember, type State } from './state.ts';
import { transition } from './transition.ts';

describe('transition', () => {
  it('loads everything once when the panel opens, and greets when the config is here', () => {
    const opened = run(initialState, { type: 'open' });
    expect(opened.effects.map((effect) => effect.do)).to.deep.equal([
      'load-config',
      'load-times',
      'announce',
    ]);
    expect(run(opened.state, { type: 'open' }).effects).to.deep.equal([]);
    const greeted = run(opened.state, { type: 'config', got: ok(config()) });
    expect(greeted.state.talk[0]).to.include({ by: 'luma', says: 'greeting' });
  });

  it('opens the calendar at the month that was spoken of', () => {
    const asked = run(initialState, ...ready, {
      type: 'say',
      text: 'Can I come see it on February 3?',
    });
    const { state } = heard(asked, { kind: 'tour', date: '2026-02-03' });
    expect(state.step).to.deep.include({ at: 'month', month: '2026-02', picked: '2026-02-03' });
  });

  it('answers what it does not know honestly, and sends the question with one key for all tries', () => {
    const said = run(initialState, ...ready, { type: 'say', text: 'Do you allow dogs?' });
    const asked = heard(said, { kind: 'unknown' }).state;
    const line = asked.talk.at(-1);
    expect(line).to.include({ by: 'luma', says: 'question' });
    const id = line?.id ?? '';
    const vague = run(
      asked,
      { type: 'reach', id, reach: 'call me' },
      { type: 'submit-question', id },
    );
    expect(vague.effects.map((effect) => effect.do)).to.deep.equal(['focus']);
    const sent = run(
      vague.state,
      { type: 'reach', id, reach: 'a@b.co' },
      { type: 'submit-question', id },
    );
    const [leave] = sent.effects;
    if (leave?.do !== 'leave') throw new Error('not sent');
    expect(leave.attempt.body).to.include({
      kind: 'question',
      message: 'Do you allow dogs?',
      email: 'a@b.co',
    });
    const failed = run(sent.state, {
      type: 'left',
      key: leave.attempt.key,
      got: no(unreachable),
    });
    const [again] = run(failed.state, { type: 'submit-question', id }).effects;
    expect(again).to.deep.equal(leave);
  });

  it('asks for what is missing before anything is sent, and drops a flaw when it is mended', () => {
    const { state, effects } = run(initialState, ...toForm, { type: 'submit' });
    expect(effects).to.deep.equal([{ do: 'focus', on: 'flaw' }]);
    expect(state.step).to.deep.include({
      flaws: { firstName: 'required', email: 'required', privacy: 'consent' },
    });
    const mended = run(state, { type: 'fill', details: { firstName: 'A' } }).state;
    expect(mended.step).to.have.property('flaws').that.has.keys('email', 'privacy');
  });

  it('judges a field when it is left, but not an empty one', () => {
    const { state } = run(
      initialState,
      ...toForm,
      { type: 'leave-field', field: 'firstName' },
      { type: 'fill', details: { email: 'x' } },
      { type: 'leave-field', field: 'email' },
    );
    expect(state.step).to.deep.include({ flaws: { email: 'email' } });
  });

  it('repeats the key with the same body, and takes a new one with another', () => {
    const first = sentFrom(run(initialState, ...toForm, filled).state);
    const failed = run(first.state, { type: 'booked', key: first.key, got: no(unreachable) });
    expect(sentFrom(failed.state).key).to.equal(first.key);
    const changed = run(failed.state, { type: 'fill', details: { lastName: 'Byron' } });
    expect(sentFrom(changed.state).key).to.not.equal(first.key);
  });

  it('takes a new key when the server says the old one was used for something else', () => {
    const { state, key } = sentFrom(run(initialState, ...toForm, filled).state);
    const problem = refused('IDEMPOTENCY_KEY_REUSED');
    expect(sentFrom(run(state, { type: 'booked', key, got: no(problem) }).state).key).to.not.equal(
      key,
    );
  });

  it('changes nothing under a submission on its way', () => {
    const { state } = sentFrom(run(initialState, ...toForm, filled).state);
    for (const deed of ['back', 'to-chat', 'start-tour', 'submit', 'want-callback'] as const) {
      const next = run(state, { type: deed });
      expect(next.state.step, deed).to.equal(state.step);
      expect(next.effects, deed).to.deep.equal([]);
    }
  });

  it('ignores the answer of a submission that is not the one on its way', () => {
    const { state } = sentFrom(run(initialState, ...toForm, filled).state);
    const { booking: booked } = booking(slot, false);
    expect(
      run(state, { type: 'booked', key: 'old', got: ok({ success: true, booking: booked }) }).state,
    ).to.equal(state);
  });

  it('remembers a booked tour without its token reaching the announcement of another', () => {
    const { state, key } = sentFrom(run(initialState, ...toForm, filled).state);
    const { booking: booked } = booking(slot, false);
    const done = run(state, { type: 'booked', key, got: ok({ success: true, booking: booked }) });
    expect(done.state.step).to.deep.equal({ at: 'done', booking: booked });
    expect(done.effects.map((effect) => effect.do)).to.deep.equal([
      'remember',
      'announce',
      'bring-kit',
    ]);
    expect(done.state.times.status).to.equal('idle');
  });

  it('keeps the form when the time is taken, and offers others', () => {
    const { state, key } = sentFrom(run(initialState, ...toForm, filled).state);
    const alternatives = [{ startsAt: '2026-01-22T15:00:00Z', date: '2026-01-22', time: '09:00' }];
    const problem = refused('SLOT_TAKEN', { alternatives });
    const taken = run(state, { type: 'booked', key, got: no(problem) });
    expect(taken.state.step).to.deep.include({ at: 'contact', taken: true, alternatives });
    expect(taken.state.details.lastName).to.equal('Lovelace');
    expect(taken.effects.map((effect) => effect.do)).to.include('load-times');
    expect(run(taken.state, { type: 'submit' }).effects).to.deep.equal([]);
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
      const { state, key } = sentFrom(run(initialState, ...toForm, filled).state);
      const after = run(state, { type: 'booked', key, got: no(refused(code)) });
      expect(after.state.step.at).to.equal(at);
      expect(after.state.details.email).to.equal('ada@example.com');
      expect(after.effects[0]?.do).to.equal('complain');
    });
  }

  it('puts the server’s findings on their fields', () => {
    const { state, key } = sentFrom(run(initialState, ...toForm, filled).state);
    const issues = ['phone', 'lastName', 'specialRequests'].map((path) => ({ path, message: '' }));
    const got = no(refused('INVALID_REQUEST', { issues }));
    const long = { ...state, details: { ...state.details, specialRequests: 'x'.repeat(2001) } };
    const after = run(long, { type: 'booked', key, got });
    expect(after.state.step).to.deep.include({
      flaws: { phone: 'phone', lastName: 'name', specialRequests: 'long' },
    });
  });

  it('sends again by itself when the connection comes back, with the same key', () => {
    const { state, key } = sentFrom(run(initialState, ...toForm, filled).state);
    const off = run(
      state,
      { type: 'online', online: false },
      { type: 'booked', key, got: no(unreachable) },
    );
    const on = run(off.state, { type: 'online', online: true });
    expect(on.effects).to.have.length(1);
    expect(on.effects[0]).to.deep.include({ do: 'book' });
    expect(sentKey(on.effects[0])).to.equal(key);
  });

  it('follows a refusal as soon as the code for it has come', () => {
    const { state, key } = sentFrom(run(initialState, ...toForm, filled).state);
    const problem = refused('TOUR_EXISTS');
    const alone = transition(state, { type: 'booked', key, got: no(problem) }, moment());
    expect(alone.state.step.at).to.equal('contact');
    expect(alone.effects.map((effect) => effect.do)).to.deep.equal(['complain', 'bring-kit']);
    const led = run(alone.state, { type: 'kit', came: true });
    expect(led.state.step.at).to.equal('exists');
    const lost = transition(alone.state, { type: 'kit', came: false }, moment());
    const again = transition(lost.state, { type: 'retry' }, moment());
    const refusedAgain = transition(
      again.state,
      { type: 'booked', key, got: no(problem) },
      moment(),
    );
    expect(refusedAgain.effects.map((effect) => effect.do)).to.include('bring-kit');
  });

  it('resumes after a reload with the same key and all that was typed', () => {
    const before = run(initialState, ...toForm, filled, { type: 'submit' }).effects[0];
    if (before?.do !== 'book') throw new Error('not sent');
    const { state, effects } = run(initialState, { type: 'resume', ...before });
    expect(state.open).to.equal(true);
    expect(state.details).to.include({ firstName: 'Ada', email: 'ada@example.com', privacy: true });
    expect(effects.at(-1)).to.deep.equal(before);
  });

  it('shows the call-back form when the calendar fails, and sends one key for all tries', () => {
    const contact = { name: 'Maple Court', phone: '+1', email: null };
    const failed = run(
      initialState,
      { type: 'open' },
      { type: 'config', got: ok(config()) },
      { type: 'start-tour' },
      {
        type: 'times',
        got: no(refused('CALENDAR_UNREACHABLE', { contact })),
        tourType: null,
        changing: null,
      },
    ).state;
    expect(failed.step).to.deep.include({ at: 'callback', contact });
    expect(run(failed, { type: 'submit-callback' }).state.step).to.deep.include({
      flaws: { firstName: 'required', phone: 'reach' },
    });
    const sent = run(
      failed,
      { type: 'fill', details: { firstName: 'Ada', phone: '847 555 0100' } },
      { type: 'submit-callback' },
    );
    const [leave] = sent.effects;
    if (leave?.do !== 'leave') throw new Error('not sent');
    // Recalled from an earlier visit, and not in this form: a refusal of it could not be mended.
    const recalled = { firstName: 'Ada', lastName: 'evil.example', phone: '847 555 0100' };
    const [alike] = run(
      failed,
      { type: 'fill', details: recalled },
      { type: 'submit-callback' },
    ).effects;
    if (alike?.do !== 'leave') throw new Error('not sent');
    expect(alike.attempt.body).not.to.have.property('lastName');
    const lost = run(sent.state, {
      type: 'left',
      key: leave.attempt.key,
      got: no(unreachable),
    });
    expect(run(lost.state, { type: 'submit-callback' }).effects).to.deep.equal([leave]);
    const issues = [{ path: 'firstName', message: '' }];
    const got = no(refused('INVALID_REQUEST', { issues }));
    const named = run(sent.state, { type: 'left', key: leave.attempt.key, got });
    expect(named.state.step).to.deep.include({ at: 'callback', flaws: { firstName: 'name' } });
    expect(
      run(sent.state, { type: 'left', key: leave.attempt.key, got: left }).state.step.at,
    ).to.equal('callback-sent');
  });

  it('asks the calendar again when a tour is wanted after it failed', () => {
    const chatting = run(
      initialState,
      { type: 'open' },
      { type: 'config', got: ok(config()) },
      { type: 'times', got: no(refused('CALENDAR_UNREACHABLE')), tourType: null, changing: null },
    ).state;
    expect(chatting.step.at).to.equal('chat');
    const { effects } = run(chatting, { type: 'start-tour' });
    expect(effects.map((effect) => effect.do)).to.include('load-times');
  });

  it('shows a closed property as closed', () => {
    const value = config({ tours: { enabled: false } });
    const { state } = run(
      initialState,
      { type: 'open' },
      { type: 'config', got: ok(value) },
      { type: 'start-tour' },
    );
    expect(state.step).to.deep.include({ at: 'closed' });
  });

  it('forgets the times of another kind of tour, and of one that is changed', () => {
    const { state, effects } = run(
      initialState,
      ...ready,
      { type: 'start-tour' },
      { type: 'pick-type', tourType: 'video' },
    );
    expect(effects).to.deep.include({ do: 'load-times', tourType: 'video', changing: null });
    expect(
      run(state, { type: 'times', got: ok(times), tourType: null, changing: null }).state,
    ).to.equal(state);
    const changing = toRemember(booking(slot, false).booking);
    expect(
      run(state, { type: 'times', got: ok(times), tourType: 'video', changing }).state,
    ).to.equal(state);
  });

  it('asks for the times of a tour that is changed, and anew for another', () => {
    const known = { ...toRemember(booking(slot, false).booking), tourType: 'video' as const };
    const changing = run(
      initialState,
      { type: 'recalled', details: {}, tours: [known] },
      ...ready,
      { type: 'own', message: { own: 'change', id: known.id } },
    );
    // Its kind is not what a new tour would be.
    expect(changing.state).to.deep.include({ changing: known, tourType: null });
    expect(changing.effects).to.deep.include({
      do: 'load-times',
      tourType: null,
      changing: known,
    });
    const times = run(changing.state, ready.at(-1)!).state.times;
    expect(times).to.deep.equal({ status: 'loading' });
    const anew = run(changing.state, { type: 'start-tour' });
    expect(anew.state.changing).to.equal(null);
    expect(anew.effects).to.deep.include({ do: 'load-times', tourType: null, changing: null });
    const again = run(
      changing.state,
      { type: 'back' },
      { type: 'own', message: { own: 'change', id: known.id } },
    );
    expect(again.effects.map((effect) => effect.do)).to.not.include('load-times');
  });

  it('never reaches a state that makes no sense, whatever is done in whatever order', () => {
    for (let seed = 1; seed <= 300; seed++) walk(seed);
  });
});

function seen(state: State, what: string, chance: number): OwnMessage {
  const turn = chance < 0.8 ? state.look.turn : state.look.turn - 1;
  const answers = state.tours.map(({ known }) => {
    const change =
      what === 'cancelled'
        ? ({ status: 'cancelled' } as const)
        : what === 'moved'
          ? { startsAt: '2026-01-30T16:00:00Z' }
          : {};
    const value = managedTour({ ...known, ...change }, null);
    if (what === 'gone') {
      return { id: known.id, got: { ok: false, problem: refused('LINK_INVALID') } as const };
    }
    return { id: known.id, got: { ok: true, value } as const };
  });
  return { own: 'seen', turn, answers };
}

const answers: ChatAnswer[] = [
  { kind: 'tour', date: '2026-02-03' },
  { kind: 'own-tour', wish: 'cancel' },
];

const sentKey = (effect: ReturnType<typeof transition>['effects'][number] | undefined) =>
  effect?.do === 'book' ? effect.attempt.key : null;

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

/** A visitor without a plan, a server without mercy: 120 messages, checked after each. */
function walk(seed: number): void {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  // Every other visitor comes back with a tour of their own.
  const tours =
    seed % 2 ? [toRemember(booking({ startsAt: '2026-01-28T16:00:00Z' }, false).booking)] : [];
  let { state } = run(initialState, { type: 'recalled', details: {}, tours });
  const flying = new Map<string, string>();
  const trail: string[] = [];
  for (let n = 0; n < 120; n++) {
    const key = pick([...flying.keys(), 'none']);
    const problem = next() < 0.3 ? unreachable : refused(pick(errorCodes));
    const question = state.talk.findLast((line) => line.by === 'luma' && line.says === 'question');
    const chatKey = state.unanswered[0]?.key ?? 'none';
    const own = state.tours.at(-1)?.known.id ?? '';
    const message = pick<Message>([
      { type: 'open' },
      { type: 'close' },
      { type: 'say', text: pick(['hello', 'I want a tour', 'cancel my tour', 'tour on friday']) },
      { type: 'heard', key: chatKey, got: ok({ success: true, answer: pick(answers) }) },
      { type: 'heard', key: chatKey, got: ok({ success: true, answer: { kind: 'unknown' } }) },
      { type: 'heard', key: chatKey, got: no(problem) },
      { type: 'start-tour' },
      { type: 'start-tour', spoken: 'A tour, please' },
      { type: 'ask' },
      { type: 'back' },
      { type: 'to-chat' },
      { type: 'turn-month', month: '2026-02' },
      { type: 'pick-type', tourType: 'video' },
      { type: 'pick-day', date: pick([date, '2031-01-01']) },
      { type: 'pick-time', slot },
      filled,
      { type: 'fill', details: { phone: pick(['', '847 555 0100', 'x']) } },
      { type: 'leave-field', field: 'phone' },
      { type: 'submit' },
      { type: 'submit' },
      { type: 'want-callback' },
      { type: 'submit-callback' },
      { type: 'reach', id: question?.id ?? '', reach: pick(['a@b.co', 'x']) },
      { type: 'submit-question', id: question?.id ?? '' },
      { type: 'retry' },
      { type: 'online', online: next() < 0.5 },
      { type: 'config', got: ok(config()) },
      { type: 'config', got: no(unreachable) },
      { type: 'times', got: ok(times), tourType: state.tourType, changing: state.changing },
      { type: 'times', got: no(problem), tourType: state.tourType, changing: state.changing },
      { type: 'slow', key },
      { type: 'booked', key, got: ok({ success: true, booking: booking(slot, false).booking }) },
      { type: 'booked', key, got: no(problem) },
      { type: 'left', key, got: left },
      { type: 'left', key, got: no(problem) },
      { type: 'visible', visible: next() < 0.7 },
      { type: 'own', message: { own: 'change', id: own } },
      { type: 'own', message: { own: 'cancel', id: own } },
      { type: 'own', message: { own: 'confirm' } },
      { type: 'own', message: { own: 'confirm' } },
      { type: 'own', message: { own: 'due', turn: state.look.turn } },
      { type: 'own', message: seen(state, pick(['moved', 'cancelled', 'same', 'gone']), next()) },
      {
        type: 'own',
        message: { own: 'changed', key, tour: managedTour({ startsAt: slot.startsAt }, null) },
      },
      { type: 'own', message: { own: 'not-changed', key, problem } },
    ]);
    trail.push(message.type);
    const why = `seed ${seed}: ${trail.join(' ')}`;
    const { state: after, effects } = transition(state, message, moment(), kit.moves);
    for (const effect of effects) {
      if (effect.do === 'own' && effect.effect.own === 'send') {
        flying.set(
          effect.effect.change.attempt.key,
          JSON.stringify(effect.effect.change.attempt.body),
        );
      }
      if (effect.do !== 'book' && effect.do !== 'leave') continue;
      const body = JSON.stringify(effect.attempt.body);
      const before = flying.get(effect.attempt.key);
      if (before !== undefined) expect(body, why).to.equal(before);
      flying.set(effect.attempt.key, body);
      if (effect.do === 'book') {
        expect(after.step, why).to.deep.include({ at: 'contact', taken: false });
        expect(effect.attempt.body, why).to.include({ firstName: 'Ada', privacyConsent: true });
      }
    }
    check(state, after, message, why);
    state = after;
  }
}

function check(before: State, after: State, message: Message, why: string): void {
  const { step } = after;
  if (step.at === 'contact' || step.at === 'callback') {
    if (step.sending.status === 'sending') expect(Object.keys(step.flaws), why).to.deep.equal([]);
  }
  if (step.at === 'contact' && step.taken) expect(step.sending.status, why).to.equal('idle');
  if (step.at === 'done' && before.step.at !== 'done') {
    expect(message.type, why).to.equal(step.moved ? 'own' : 'booked');
  }
  if (before.details.email && message.type !== 'fill' && message.type !== 'recalled') {
    expect(after.details.email, why).to.equal(before.details.email);
  }
  // Every tour page is about a tour there is, and nobody looks after what nobody sees.
  if (step.at === 'move' || step.at === 'cancel') {
    expect(
      after.tours.map(({ known }) => known.id),
      why,
    ).to.include(step.id);
  }
  if (!after.open || !after.visible || !after.online || after.tours.length === 0) {
    expect(after.look.is, why).to.equal('idle');
  }
  expect(new Set(after.talk.map((line) => line.id)).size, why).to.equal(after.talk.length);
}
