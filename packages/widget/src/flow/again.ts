import { submitTour } from './booking-moves.ts';
import { hear } from './chat-moves.ts';
import { loadConfig, loadTimes } from './load-moves.ts';
import type { KitMoves } from './kit-moves.ts';
import type { Deed, Moment, News } from './message.ts';
import { retryKit, stay, type Next } from './next.ts';
import type { State } from './state.ts';

type AgainMessage = Extract<Deed | News, { type: 'online' | 'retry' }>;

/** Everything that failed, once more: when the visitor says so, or the connection is back. */
export function again(
  state: State,
  message: AgainMessage,
  moment: Moment,
  kit: KitMoves | null,
): Next {
  if (message.type === 'retry') return everything(state, moment, true, kit);
  const next = { ...state, online: message.online };
  return message.online && !state.online ? everything(next, moment, false, kit) : stay(next);
}

function everything(before: State, moment: Moment, asked: boolean, kit: KitMoves | null): Next {
  const state = retryKit(before);
  const config = state.config.status === 'failed' ? loadConfig(state) : stay(state);
  const times =
    state.times.status === 'failed' ? loadTimes(config.state, moment) : stay(config.state);
  const heard = times.state.unheard ? hear(times.state) : stay(times.state);
  const { step } = heard.state;
  const failed = step.at === 'contact' && step.sending.status === 'failed';
  // What was corrected meanwhile is sent by nobody but the visitor.
  const sent = failed ? submitTour(heard.state, moment, asked) : stay(heard.state);
  const left = kit?.resend(sent.state, moment, asked) ?? stay(sent.state);
  const all = [config, times, heard, sent, left];
  return { state: left.state, effects: all.flatMap(({ effects }) => effects) };
}
