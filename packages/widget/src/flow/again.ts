import { submitTour } from './booking-moves.ts';
import { hear } from './chat-moves.ts';
import { loadConfig, loadTimes } from './load-moves.ts';
import type { Moment } from './message.ts';
import type { KitMoves, Moves } from './moves.ts';
import { inTurn, retryKit, stay, type Next } from './next.ts';
import type { State } from './state.ts';

/** Everything that failed, once more: when the visitor says so, or the connection is back. */
export const againMoves: Moves<'online' | 'retry'> = {
  retry: (state, _message, moment, kit) => everything(state, moment, true, kit),
  online: (state, { online }, moment, kit) => {
    const next = { ...state, online };
    return online && !state.online ? everything(next, moment, false, kit) : stay(next);
  },
};

const everything = (before: State, moment: Moment, asked: boolean, kit: KitMoves | null): Next =>
  inTurn(
    retryKit(before),
    (state) => (state.config.status === 'failed' ? loadConfig(state) : stay(state)),
    (state) => (state.times.status === 'failed' ? loadTimes(state, moment) : stay(state)),
    (state) => (state.unheard ? hear(state) : stay(state)),
    (state) => {
      const { step } = state;
      const failed = step.at === 'contact' && step.sending.status === 'failed';
      // What was corrected meanwhile is sent by nobody but the visitor.
      return failed ? submitTour(state, moment, asked) : stay(state);
    },
    (state) => kit?.resend(state, moment, asked) ?? stay(state),
  );
