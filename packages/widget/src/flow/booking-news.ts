import type { Booking } from '@luma-leasing/types/tour';
import { adviceOn } from './advice.ts';
import { flawsOf } from './details.ts';
import { loadConfig, loadTimes, refreshTimes } from './load-moves.ts';
import type { Moment, News } from './message.ts';
import { callbackStep, contactStep, go, stay, underWay, type Next } from './next.ts';
import { configOf, toRemember, type Problem, type State, type Step } from './state.ts';

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

function notBooked(state: State, step: Contact, problem: Problem): Next {
  const complain = { do: 'complain', problem } as const;
  const { slot } = step;
  const idle = { status: 'idle' } as const;
  const refusal = problem.kind === 'refused' ? problem : null;
  const contact = refusal?.contact ?? configOf(state)?.property.contact ?? null;
  const to = (next: Step, way: State['way'] = 'on'): Next => ({
    state: go(state, way, next),
    effects: [complain],
  });
  switch (adviceOn(problem)) {
    case 'pick-another': {
      const alternatives = refusal?.alternatives ?? [];
      const there = { ...step, taken: true, alternatives, sending: idle };
      const fresh = refreshTimes({ ...state, step: there });
      return {
        state: fresh.state,
        effects: [complain, ...fresh.effects, { do: 'focus', on: 'notice' }],
      };
    }
    case 'back-to-times': {
      const there = { at: 'times', date: slot.date, picked: null, notice: 'not-offered' } as const;
      const fresh = refreshTimes(go(state, 'back', there));
      return { state: fresh.state, effects: [complain, ...fresh.effects] };
    }
    case 'exists':
      return to({ at: 'exists' });
    case 'callback':
      return to(callbackStep(refusal?.code ?? 'full', contact));
    case 'closed':
      return to({ at: 'closed', contact });
    case 'barred':
      return to({ at: 'barred' });
    case 'fix-fields': {
      const flaws = flawsOf(refusal?.issues);
      return Object.keys(flaws).length > 0
        ? {
            state: { ...state, step: { ...step, flaws, sending: idle } },
            effects: [complain, { do: 'focus', on: 'flaw' }],
          }
        : failed(state, step, problem);
    }
    case 'retry':
      return failed(state, step, problem);
  }
}

function failed(state: State, step: Contact, problem: Problem): Next {
  if (step.sending.status !== 'sending') return stay(state);
  const { attempt } = step.sending;
  return {
    state: { ...state, step: { ...step, sending: { status: 'failed', attempt, problem } } },
    effects: [{ do: 'complain', problem }],
  };
}
