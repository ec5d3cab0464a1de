import type { Booking } from '@luma-leasing/types/tour';
import { detailsOf } from './details.ts';
import { loadConfig, loadTimes } from './load-moves.ts';
import type { Moment } from './message.ts';
import type { Moves } from './moves.ts';
import { contactStep, doing, go, inTurn, isUnderWay, stay, underWay, type Next } from './next.ts';
import { toRemember, tourDetail, type State, type Step } from './state.ts';

/** What became of a submission. News of any but the one under way is old news. */
export const bookingNews: Moves<'resume' | 'slow' | 'booked'> = {
  /** A reload came between a submission and its answer: ask again with the same key. */
  resume: (state, { attempt, slot }, moment) => {
    if (state.step.at === 'contact' || state.step.at === 'done') return stay(state);
    const { body } = attempt;
    return inTurn(
      {
        ...state,
        open: true,
        tourType: body.tourType ?? state.tourType,
        details: detailsOf(body),
      },
      loadConfig,
      // The way back leads to the calendar.
      (next) => loadTimes(next, moment),
      (next) =>
        doing(go(next, 'on', { ...contactStep(slot), sending: underWay(attempt) }), {
          do: 'book',
          attempt,
          slot,
        }),
    );
  },
  slow: (state, { key }) => {
    const { step } = state;
    return stay(
      isUnderWay(step, key)
        ? { ...state, step: { ...step, sending: { ...step.sending, slow: true } } as Step }
        : state,
    );
  },
  booked: (state, { key, got }, moment) => {
    const { step } = state;
    if (step.at !== 'contact' || !isUnderWay(step, key)) return stay(state);
    if (got.ok) return booked(state, got.value.booking, moment);
    const { attempt } = step.sending;
    const { problem } = got;
    // What a refusal means is the kit's to say: see detours/refused.ts.
    return doing(
      { ...state, step: { ...step, sending: { status: 'failed', attempt, problem } } },
      { do: 'complain', problem },
    );
  },
};

function booked(state: State, booking: Booking, { id }: Moment): Next {
  const known = toRemember(booking);
  const tours = [...state.tours, { known, fresh: null }];
  const { firstName, lastName, email, phone } = state.details;
  return doing(
    {
      ...go(state, 'on', { at: 'done', booking }),
      // Of this tour; another one is asked for anew.
      details: { ...state.details, specialRequests: '', privacy: false, sms: false },
      tours,
      // That time is gone now, by our own doing.
      times: { status: 'idle' },
      talk: [...state.talk, { id, by: 'luma', says: 'booked', booking: known }],
    },
    {
      do: 'remember',
      details: { firstName, lastName, email, phone },
      tours: tours.map((tour) => tour.known),
    },
    { do: 'announce', name: 'luma-tour-booked', detail: tourDetail(known) },
  );
}
