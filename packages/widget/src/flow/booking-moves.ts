import type { BookTour } from '@luma-leasing/types/tour';
import { checkDetails, checkField, stillMeant, tourBody } from './details.ts';
import { loadConfig, loadTimes } from './load-moves.ts';
import type { Deed, Moment } from './message.ts';
import { callbackStep, contactStep, go, sending, stay, underWay, type Next } from './next.ts';
import { freeOn, startTour } from './start-tour.ts';
import type { Attempt, Flaws, PickedSlot, Sending, State, Step } from './state.ts';
import { configOf } from './state.ts';
import { add } from './talk.ts';

type BookingDeed = Extract<
  Deed,
  {
    type:
      | 'start-tour'
      | 'back'
      | 'to-chat'
      | 'turn-month'
      | 'pick-type'
      | 'pick-day'
      | 'pick-time'
      | 'fill'
      | 'leave-field'
      | 'submit'
      | 'want-callback';
  }
>;

export function bookingMove(state: State, deed: BookingDeed, moment: Moment): Next {
  const { step } = state;
  switch (deed.type) {
    case 'start-tour':
      return startTour(deed.spoken ? spoken(state, deed.spoken, moment) : state, moment);
    case 'back':
      return stepBack(state, moment);
    case 'to-chat':
      return sending(step) ? stay(state) : stay(go(state, 'back', { at: 'chat' }));
    case 'turn-month':
      return step.at === 'month'
        ? stay({ ...state, step: { ...step, month: deed.month } })
        : stay(state);
    case 'pick-type':
      return step.at === 'month' && deed.tourType !== state.tourType
        ? loadTimes({ ...state, tourType: deed.tourType, times: { status: 'idle' } }, moment)
        : stay(state);
    case 'pick-day':
      return step.at === 'month' && freeOn(state, deed.date)
        ? stay(go(state, 'on', { at: 'times', date: deed.date, picked: null, notice: null }))
        : stay(state);
    case 'pick-time':
      return pickTime(state, deed.slot);
    case 'fill':
      return stay(fill(state, deed.details));
    case 'leave-field':
      return stay(leaveField(state, deed.field));
    case 'submit':
      return submitTour(state, moment);
    case 'want-callback':
      return sending(step)
        ? stay(state)
        : stay(go(state, 'on', callbackStep('full', configOf(state)?.property.contact ?? null)));
  }
}

/** A chip was tapped: the chat remembers it as said. */
const spoken = (state: State, text: string, { id }: Moment): State =>
  add(add(state, { id, by: 'visitor', text }), { id: `${id}-a`, by: 'luma', says: 'tour' });

const timesOf = (slot: PickedSlot): Step => ({
  at: 'times',
  date: slot.date,
  picked: slot,
  notice: null,
});

function stepBack(state: State, moment: Moment): Next {
  const { step } = state;
  if (sending(step)) return stay(state);
  switch (step.at) {
    case 'times': {
      const { date } = step;
      const there = { at: 'month', month: date.slice(0, 7), picked: date } as const;
      return loadTimes(go(state, 'back', there), moment);
    }
    case 'contact':
    case 'move':
      return loadTimes(go(state, 'back', timesOf(step.slot)), moment);
    case 'chat':
    case 'barred':
      return stay(state);
    default:
      return stay(go(state, 'back', { at: 'chat' }));
  }
}

function pickTime(state: State, slot: PickedSlot): Next {
  const { step } = state;
  if (sending(step)) return stay(state);
  const { changing } = state;
  if (changing && (step.at === 'times' || step.at === 'move')) {
    const { taken, alternatives, sending: idle } = contactStep(slot);
    const there = { at: 'move', id: changing, slot, taken, alternatives, sending: idle } as const;
    return stay(go(state, 'on', there));
  }
  if (step.at !== 'times' && step.at !== 'contact') return stay(state);
  const flaws = step.at === 'contact' ? step.flaws : {};
  return stay(go(state, 'on', { ...contactStep(slot), flaws }));
}

function fill(state: State, typed: Partial<State['details']>): State {
  const details = { ...state.details, ...typed };
  const { step } = state;
  if (sending(step)) return state;
  if (step.at !== 'contact' && step.at !== 'callback') return { ...state, details };
  // A flaw that is mended goes at once; a new one waits until the field is left.
  const flaws: Flaws = { ...step.flaws };
  for (const field of Object.keys(flaws) as (keyof Flaws)[]) {
    if (step.at === 'callback' || !checkField(field, details, configOf(state))) {
      if (field in typed || flaws[field] === 'reach') delete flaws[field];
    }
  }
  return { ...state, details, step: { ...step, flaws } };
}

function leaveField(state: State, field: keyof Flaws): State {
  const { step, details } = state;
  if (step.at !== 'contact' || !details[field]) return state;
  const flaw = checkField(field, details, configOf(state));
  return flaw ? { ...state, step: { ...step, flaws: { ...step.flaws, [field]: flaw } } } : state;
}

/** The key stays with what it was sent with. */
function attemptOf(before: Sending<BookTour>): Attempt<BookTour> | null {
  if (before.status !== 'failed') return null;
  const { problem, attempt } = before;
  const usedUp = problem.kind === 'refused' && problem.code === 'IDEMPOTENCY_KEY_REUSED';
  return usedUp ? null : attempt;
}

/** @param asked false: only if nothing was changed since. */
export function submitTour(state: State, moment: Moment, asked = true): Next {
  const { step } = state;
  if (step.at !== 'contact' || step.taken || sending(step)) return stay(state);
  const { slot } = step;
  const before = attemptOf(step.sending);
  const same = before && stillMeant(before.body, slot, state) ? before : null;
  if (!same && !asked) return stay(state);
  // Without the config nobody knows what must be agreed to.
  if (!same && state.config.status !== 'ready') return loadConfig(state);
  const flaws = same ? {} : checkDetails(state.details, configOf(state));
  if (Object.keys(flaws).length > 0) {
    return {
      state: { ...state, step: { ...step, flaws } },
      effects: [{ do: 'focus', on: 'flaw' }],
    };
  }
  const attempt = same ?? { key: moment.id, body: tourBody(state, slot, moment) };
  return {
    state: { ...state, step: { ...step, flaws: {}, sending: underWay(attempt) } },
    effects: [{ do: 'book', attempt, slot }],
  };
}
