import type { Booking } from '@luma-leasing/types/tour';
import { detailsFromBody } from '../details.ts';
import type { Handlers } from './handler-types.ts';
import { loadConfig, loadTimes } from './load-handlers.ts';
import type { Moment } from '../message.ts';
import { chainSteps, flowResult, type FlowResult } from '../result.ts';
import { rememberedTour, tourDetail, type State, type Step } from '../state.ts';
import { contactStep, goToStep, isSendingKey, startSending } from '../steps.ts';

/** What became of a submission. An answer to any submission but the one on its way changes nothing. */
export const bookingOutcomeHandlers: Handlers<
  'resume-booking' | 'sending-slow' | 'booking-answered'
> = {
  /** The page was reloaded before the answer came: the submission is sent again with the same key. */
  'resume-booking': (state, { attempt, slot }, moment) => {
    if (state.step.at === 'contact' || state.step.at === 'done') return flowResult(state);
    const { body } = attempt;
    return chainSteps(
      {
        ...state,
        open: true,
        tourType: body.tourType ?? state.tourType,
        details: detailsFromBody(body),
      },
      loadConfig,
      // The visitor may go back from the form to the calendar.
      (latest) => loadTimes(latest, moment),
      (latest) =>
        flowResult(goToStep(latest, { ...contactStep(slot), sending: startSending(attempt) }), {
          type: 'book-tour',
          attempt,
          slot,
        }),
    );
  },
  'sending-slow': (state, { key }) => {
    const { step } = state;
    return flowResult(
      isSendingKey(step, key)
        ? { ...state, step: { ...step, sending: { ...step.sending, slow: true } } as Step }
        : state,
    );
  },
  'booking-answered': (state, { key, outcome }, moment) => {
    const { step } = state;
    if (step.at !== 'contact' || !isSendingKey(step, key)) return flowResult(state);
    if (outcome.ok) return showBooked(state, outcome.value.booking, moment);
    const { attempt } = step.sending;
    const { problem } = outcome;
    // The kit decides where a refusal leads: see detours/route-refusals.ts.
    return flowResult(
      { ...state, step: { ...step, sending: { status: 'failed', attempt, problem } } },
      { type: 'report-problem', problem },
    );
  },
};

function showBooked(state: State, booking: Booking, { id }: Moment): FlowResult {
  const remembered = rememberedTour(booking);
  const ownTours = [...state.ownTours, { remembered, managed: null }];
  const { firstName, lastName, email, phone } = state.details;
  return flowResult(
    {
      ...goToStep(state, { at: 'done', booking }),
      // Consent and requests belong to this tour; the next tour asks again.
      details: { ...state.details, specialRequests: '', privacy: false, sms: false },
      ownTours,
      // The booked time is not free any more.
      times: { status: 'idle' },
      talk: [...state.talk, { id, author: 'luma', kind: 'booked', booking: remembered }],
    },
    {
      type: 'remember-visit',
      details: { firstName, lastName, email, phone },
      tours: ownTours.map((tour) => tour.remembered),
    },
    { type: 'announce', name: 'luma-tour-booked', detail: tourDetail(remembered) },
  );
}
