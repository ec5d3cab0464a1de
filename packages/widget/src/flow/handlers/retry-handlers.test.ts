import { expect } from '@open-wc/testing';
import {
  filledForm,
  notOk,
  ok,
  readyMessages,
  run,
  sentFrom,
  slot,
  toForm,
  unreachable,
} from '../run.test-data.ts';
import { initialState } from '../state.ts';

/** A form whose submission failed because the browser was offline. */
function failed() {
  const { state, key } = sentFrom(run(initialState, ...toForm, filledForm).state);
  const lost = run(
    state,
    { type: 'connection', online: false },
    { type: 'booking-answered', key, outcome: notOk(unreachable) },
  );
  return { state: lost.state, key };
}

const bookings = ({ effects }: ReturnType<typeof run>) =>
  effects.flatMap((effect) => (effect.type === 'book-tour' ? [effect.attempt] : []));
const did = ({ effects }: ReturnType<typeof run>) => effects.map((effect) => effect.type);
const corrected = { type: 'fill-form', details: { email: 'grace@example.com' } } as const;

describe('after a failure', () => {
  it('sends the same again with its key when the connection is back or a retry is asked for', () => {
    const { state, key } = failed();
    for (const message of [{ type: 'connection', online: true }, { type: 'retry' }] as const)
      expect(bookings(run(state, message)).map((attempt) => attempt.key)).to.deep.equal([key]);
  });

  it('sends nothing by itself when the visitor has corrected the form meanwhile', () => {
    const { state } = failed();
    const back = run(state, corrected, { type: 'connection', online: true });
    expect(bookings(back)).to.deep.equal([]);
    expect(back.state.step).to.deep.include({ at: 'contact' });
  });

  it('books for what the form says at a retry, under a new key', () => {
    const { state, key } = failed();
    const [attempt] = bookings(run(state, corrected, { type: 'retry' }));
    expect(attempt?.body.email).to.equal('grace@example.com');
    expect(attempt?.key).to.not.equal(key);
  });

  it('sends nothing that is flawed by now', () => {
    const { state } = failed();
    const again = run(state, { type: 'fill-form', details: { email: 'x' } }, { type: 'retry' });
    expect(bookings(again)).to.deep.equal([]);
    expect(again.state.step).to.deep.include({ flaws: { email: 'email' } });
  });

  it('asks again after a reload without the config, too', () => {
    const [attempt] = bookings(
      run(initialState, ...toForm, filledForm, { type: 'submit-booking' }),
    );
    if (!attempt) throw new Error('not sent');
    const resumed = run(
      initialState,
      { type: 'connection', online: false },
      { type: 'resume-booking', attempt, slot },
      { type: 'config-loaded', outcome: notOk(unreachable) },
      { type: 'booking-answered', key: attempt.key, outcome: notOk(unreachable) },
    );
    const back = run(resumed.state, { type: 'connection', online: true });
    expect(bookings(back)).to.deep.equal([attempt]);
  });

  it('holds for call-backs, wherever the page has gone', () => {
    const sent = run(
      initialState,
      ...readyMessages,
      { type: 'want-callback' },
      { type: 'fill-form', details: { firstName: 'Ada', phone: '847 555 0100' } },
      { type: 'submit-callback' },
    );
    const [leave] = sent.effects;
    if (leave?.type !== 'leave-message') throw new Error('not sent');
    const { key } = leave.attempt;
    const lost = run(
      sent.state,
      { type: 'connection', online: false },
      { type: 'message-left', key, outcome: notOk(unreachable) },
    ).state;
    const back = { type: 'connection', online: true } as const;
    expect(run(lost, back).effects).to.deep.include(leave);
    const mended = { type: 'fill-form', details: { phone: '847 555 0199' } } as const;
    expect(did(run(lost, mended, back))).to.not.include('leave-message');
    const [again] = run(lost, mended, { type: 'retry' }).effects;
    if (again?.type !== 'leave-message') throw new Error('not sent');
    expect(again.attempt.body.phone).to.equal('847 555 0199');
    expect(again.attempt.key).to.not.equal(key);
  });
});

describe('a submission that waits in this browser', () => {
  it('is forgotten when the visitor leaves the form, changes it, or takes another time', () => {
    const { state } = failed();
    const other = { ...slot, startsAt: '2026-02-02T15:00:00Z' };
    for (const action of [
      { type: 'go-back' },
      { type: 'go-to-chat' },
      { type: 'start-tour' },
      { type: 'want-callback' },
      { type: 'pick-time', slot: other },
      corrected,
    ] as const)
      expect(did(run(state, action)), action.type).to.include('forget-pending');
  });

  it('stays while it is still meant', () => {
    const { state } = failed();
    for (const message of [{ type: 'close-panel' }, { type: 'retry' }, filledForm] as const)
      expect(did(run(state, message)), message.type).to.not.include('forget-pending');
  });
});

describe('the pages before the form', () => {
  it('load their times when a reload resumed the form past them', () => {
    const [attempt] = bookings(
      run(initialState, ...toForm, filledForm, { type: 'submit-booking' }),
    );
    if (!attempt) throw new Error('not sent');
    const resumed = run(initialState, { type: 'resume-booking', attempt, slot });
    expect(did(resumed)).to.include('load-times');
  });

  it('load them on the way back where there are none', () => {
    const { state } = failed();
    const bare = { ...state, times: { status: 'idle' } } as const;
    const back = run(bare, { type: 'go-back' });
    expect(back.state.step.at).to.equal('times');
    expect(did(back)).to.include('load-times');
    const gone = run({ ...back.state, times: { status: 'idle' } }, { type: 'go-back' });
    expect(gone.state.step.at).to.equal('month');
    expect(did(gone)).to.include('load-times');
    expect(did(run(run(state, { type: 'go-back' }).state, { type: 'go-back' }))).to.deep.equal([]);
  });
});

describe('a second tour', () => {
  it('starts with no consent given and no request made', () => {
    const asked = {
      type: 'fill-form',
      details: { phone: '8475550100', sms: true, specialRequests: 'x' },
    };
    const { state, key } = sentFrom(run(initialState, ...toForm, filledForm, asked as never).state);
    const booking = { id: 'b1', startsAt: slot.startsAt, endsAt: slot.startsAt } as never;
    const { details } = run(state, {
      type: 'booking-answered',
      key,
      outcome: ok({ success: true, booking }),
    }).state;
    expect(details).to.include({
      privacy: false,
      sms: false,
      specialRequests: '',
      firstName: ' Ada ',
    });
  });
});
