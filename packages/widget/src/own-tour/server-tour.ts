import type { ManagedTour } from '@luma-leasing/types/tour';
import type { Moment } from '../flow/message.ts';
import { flowResult, type FlowResult } from '../flow/result.ts';
import { rememberedTour, tourDetail, type OwnTour, type State } from '../flow/state.ts';
import { goToStep } from '../flow/steps.ts';

/**
 * Applies the server's answer about a tour. A change is shown in the chat and on the page, and announced.
 * @param changedHere whether the visitor just made the change in this widget.
 */
export function applyServerTour(
  latest: FlowResult,
  managed: ManagedTour,
  moment: Moment,
  changedHere: boolean,
): FlowResult {
  const { booking } = managed;
  const { ownTours } = latest.state;
  const before = ownTours.find(({ remembered }) => remembered.id === booking.id)?.remembered;
  if (!before) return latest;
  if (booking.status === 'cancelled') {
    return showChange(removeTour(latest, before.id), managed, moment, changedHere);
  }
  if (booking.status !== 'confirmed' || Date.parse(booking.endsAt) <= moment.now) {
    return forgetTour(latest, before.id);
  }
  const remembered = rememberedTour(booking);
  const tours = ownTours.map((tour) =>
    tour.remembered.id === before.id ? { remembered, managed } : tour,
  );
  if (Date.parse(remembered.startsAt) !== Date.parse(before.startsAt)) {
    return showChange(storeTours(latest, tours), managed, moment, changedHere);
  }
  return remembered.agentName === before.agentName
    ? flowResult({ ...latest.state, ownTours: tours }, ...latest.effects)
    : storeTours(latest, tours);
}

const storeTours = ({ state, effects }: FlowResult, ownTours: OwnTour[]): FlowResult =>
  flowResult({ ...state, ownTours }, ...effects, {
    type: 'remember-visit',
    tours: ownTours.map(({ remembered }) => remembered),
  });

export const removeTour = ({ state, effects }: FlowResult, id: string): FlowResult =>
  storeTours(
    flowResult(state.changingTour?.id === id ? stopChanging(state) : state, ...effects),
    state.ownTours.filter(({ remembered }) => remembered.id !== id),
  );

/** The loaded times are dropped, because they were for the tour that was changed. */
export function stopChanging(state: State): State {
  return { ...state, changingTour: null, times: { status: 'idle' } };
}

/** Removes a tour without a word, and leaves the page that was about it. */
export function forgetTour(latest: FlowResult, id: string): FlowResult {
  const { state, effects } = removeTour(latest, id);
  const { step } = state;
  return (step.at === 'move' || step.at === 'cancel') && step.id === id
    ? flowResult(goToStep(state, { at: 'chat' }, 'back'), ...effects)
    : flowResult(state, ...effects);
}

function showChange(
  { state, effects }: FlowResult,
  managed: ManagedTour,
  { id }: Moment,
  changedHere: boolean,
): FlowResult {
  const { booking, cancelledVia } = managed;
  const cancelled = booking.status === 'cancelled';
  const byVisitor = changedHere || cancelledVia === 'widget' || cancelledVia === 'link';
  const kind = cancelled ? 'cancelled' : 'moved';
  const line = { id, author: 'luma', kind, booking, byVisitor } as const;
  // The change also changed which times are free.
  const after: State = { ...state, talk: [...state.talk, line], times: { status: 'idle' } };
  return flowResult(
    showOnTourPage(changedHere ? stopChanging(after) : after, managed, byVisitor, changedHere),
    ...effects,
    {
      type: 'announce',
      name: 'luma-tour-changed',
      detail: {
        ...tourDetail(rememberedTour(booking)),
        status: cancelled ? 'cancelled' : 'confirmed',
      },
    },
  );
}

/** A page that is about the changed tour shows the change. */
function showOnTourPage(
  state: State,
  { booking }: ManagedTour,
  byVisitor: boolean,
  changedHere: boolean,
): State {
  const { step } = state;
  const pageTourId =
    step.at === 'done'
      ? step.booking.id
      : step.at === 'move' || step.at === 'cancel'
        ? step.id
        : null;
  if (pageTourId !== booking.id) return state;
  if (booking.status === 'cancelled') {
    return goToStep(state, { at: 'cancelled', booking, byVisitor });
  }
  if (changedHere) return goToStep(state, { at: 'done', booking, movedBy: 'visitor' });
  return step.at === 'done' ? { ...state, step: { at: 'done', booking, movedBy: 'team' } } : state;
}
