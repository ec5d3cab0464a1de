import type { Booking } from '@luma-leasing/types/tour';
import { loadConfig, loadTimes } from './load-moves.ts';
import type { Moment, News } from './message.ts';
import { contactStep, go, stay, underWay, type Next } from './next.ts';
import { toRemember, type Problem, type State, type Step } from './state.ts';

type BookingNews = Extract<News, { type: 'resume' | 'slow' | 'booked' | 'not-booked' }>;
type Contact = Extract<Step, { at: 'contact' }>;

/** What became of a submission. News of any but the one under way is old news. */
export function bookingNews(state: State, news: BookingNews, moment: Moment): Next {
  if (news.type === 'resume') return resume(state, news, moment);
  const { step } = state;
  if (step.at !== 'contact' || step.sending.status !== 'sending') return stay(state);
  if (step.sending.attempt.key !== news.key) return stay(state);
  switch (news.type) {
    case 'slow':
      return stay({ ...state, step: { ...step, sending: { ...step.sending, slow: true } } });
    case 'booked':
      return booked(state, news.booking, moment);
    case 'not-booked':
      return notBooked(state, step, news.problem);
  }
}

/** A reload came between a submission and its answer: ask again with the same key. */
function resume(
  state: State,
  { attempt, slot }: Extract<News, { type: 'resume' }>,
  moment: Moment,
): Next {
  if (state.step.at === 'contact' || state.step.at === 'done') return stay(state);
  const { body } = attempt;
  const loading = loadConfig({
    ...state,
    open: true,
    tourType: body.tourType ?? state.tourType,
    details: {
      firstName: body.firstName,
      lastName: body.lastName,
      email: body.email,
      phone: body.phone ?? '',
      specialRequests: body.specialRequests ?? '',
      privacy: body.privacyConsent ?? false,
      sms: body.smsConsent ?? false,
    },
  });
  // The way back leads to the calendar.
  const times = loadTimes(loading.state, moment);
  return {
    state: go(times.state, 'on', { ...contactStep(slot), sending: underWay(attempt) }),
    effects: [...loading.effects, ...times.effects, { do: 'book', attempt, slot }],
  };
}

function booked(state: State, booking: Booking, moment: Moment): Next {
  const known = toRemember(booking);
  const tours = [...state.tours, { known, fresh: null }];
  const { firstName, lastName, email, phone } = state.details;
  return {
    state: {
      ...go(state, 'on', { at: 'done', booking }),
      // Of this tour; another one is asked for anew.
      details: { ...state.details, specialRequests: '', privacy: false, sms: false },
      tours,
      // That time is gone now, by our own doing.
      times: { status: 'idle' },
      talk: [...state.talk, { id: moment.id, by: 'luma', says: 'booked', booking: known }],
    },
    effects: [
      {
        do: 'remember',
        details: { firstName, lastName, email, phone },
        tours: tours.map((tour) => tour.known),
      },
      { do: 'announce', event: { name: 'luma-tour-booked', booking } },
    ],
  };
}

/** What a refusal means is the kit's to say: see detours/refused.ts. */
function notBooked(state: State, step: Contact, problem: Problem): Next {
  if (step.sending.status !== 'sending') return stay(state);
  const { attempt } = step.sending;
  return {
    state: { ...state, step: { ...step, sending: { status: 'failed', attempt, problem } } },
    effects: [{ do: 'complain', problem }],
  };
}
