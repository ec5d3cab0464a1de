import type { ManagedTour } from '@luma-leasing/types/tour';
import type { Moment } from '../flow/message.ts';
import { go, type Next } from '../flow/next.ts';
import { toRemember, tourDetail, type OwnTour, type State } from '../flow/state.ts';

/**
 * A tour as it stands now. What changed is said in the chat, shown where the visitor is, and told to the page.
 * @param here whether the visitor did it, a moment ago.
 */
export function tell(next: Next, fresh: ManagedTour, moment: Moment, here: boolean): Next {
  const { booking } = fresh;
  const before = next.state.tours.find(({ known }) => known.id === booking.id)?.known;
  if (!before) return next;
  if (booking.status === 'cancelled') return told(forget(next, before.id), fresh, moment, here);
  if (booking.status !== 'confirmed' || Date.parse(booking.endsAt) <= moment.now) {
    return letGo(next, before.id);
  }
  const known = toRemember(booking);
  const tours = next.state.tours.map((tour) =>
    tour.known.id === before.id ? { known, fresh } : tour,
  );
  if (Date.parse(known.startsAt) !== Date.parse(before.startsAt)) {
    return told(keep(next, tours), fresh, moment, here);
  }
  return known.agentName === before.agentName
    ? { ...next, state: { ...next.state, tours } }
    : keep(next, tours);
}

const keep = ({ state, effects }: Next, tours: OwnTour[]): Next => ({
  state: { ...state, tours },
  effects: [...effects, { do: 'remember', tours: tours.map(({ known }) => known) }],
});

/** It is over, cancelled or gone: this browser has no tour of that name any more. */
export const forget = ({ state, effects }: Next, id: string): Next =>
  keep(
    { state: state.changing?.id === id ? leave(state) : state, effects },
    state.tours.filter(({ known }) => known.id !== id),
  );

/** No time is picked for it any more; what is free for it is not for others. */
export function leave(state: State): State {
  return { ...state, changing: null, times: { status: 'idle' } };
}

/** Forgets it where nothing is to be said; a page that asked about it has nothing to ask any more. */
export function letGo(next: Next, id: string): Next {
  const gone = forget(next, id);
  const { step } = gone.state;
  return (step.at === 'move' || step.at === 'cancel') && step.id === id
    ? { ...gone, state: go(gone.state, 'back', { at: 'chat' }) }
    : gone;
}

function told({ state, effects }: Next, fresh: ManagedTour, { id }: Moment, here: boolean): Next {
  const { booking, cancelledVia } = fresh;
  const cancelled = booking.status === 'cancelled';
  const ours = here || cancelledVia === 'widget' || cancelledVia === 'link';
  const line = { id, by: 'luma', says: cancelled ? 'cancelled' : 'moved', booking, ours } as const;
  // What is free has changed, too.
  const after: State = { ...state, talk: [...state.talk, line], times: { status: 'idle' } };
  return {
    state: onPage(here ? leave(after) : after, fresh, ours, here),
    effects: [
      ...effects,
      {
        do: 'announce',
        name: 'luma-tour-changed',
        detail: {
          ...tourDetail(toRemember(booking)),
          status: cancelled ? 'cancelled' : 'confirmed',
        },
      },
    ],
  };
}

/** The page that shows that tour shows what became of it. */
function onPage(state: State, { booking }: ManagedTour, ours: boolean, here: boolean): State {
  const { step } = state;
  const about =
    step.at === 'done'
      ? step.booking.id
      : step.at === 'move' || step.at === 'cancel'
        ? step.id
        : null;
  if (about !== booking.id) return state;
  if (booking.status === 'cancelled') return go(state, 'on', { at: 'cancelled', booking, ours });
  if (here) return go(state, 'on', { at: 'done', booking, moved: 'here' });
  return step.at === 'done' ? { ...state, step: { at: 'done', booking, moved: 'by-team' } } : state;
}
