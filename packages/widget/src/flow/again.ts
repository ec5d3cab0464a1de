import { submitTour } from './booking-moves.ts';
import { submitCallback } from './callback-moves.ts';
import { hear } from './chat-moves.ts';
import { loadConfig, loadTimes } from './load-moves.ts';
import type { Deed, Moment, News } from './message.ts';
import { stay, type Next } from './next.ts';
import type { State } from './state.ts';

type AgainMessage = Extract<Deed | News, { type: 'online' | 'retry' }>;

/** Everything that failed, once more: when the visitor says so, or the connection is back. */
export function again(state: State, message: AgainMessage, moment: Moment): Next {
  if (message.type === 'retry') return everything(state, moment, true);
  const next = { ...state, online: message.online };
  return message.online && !state.online ? everything(next, moment, false) : stay(next);
}

function everything(state: State, moment: Moment, asked: boolean): Next {
  const config = state.config.status === 'failed' ? loadConfig(state) : stay(state);
  const times =
    state.times.status === 'failed' ? loadTimes(config.state, moment) : stay(config.state);
  const heard = times.state.unheard ? hear(times.state) : stay(times.state);
  const sent = resend(heard.state, moment, asked);
  const all = [config, times, heard, sent];
  return { state: sent.state, effects: all.flatMap(({ effects }) => effects) };
}

/** What was corrected meanwhile is sent by nobody but the visitor. */
function resend(state: State, moment: Moment, asked: boolean): Next {
  const { step } = state;
  if (step.at === 'contact' && step.sending.status === 'failed') {
    return submitTour(state, moment, asked);
  }
  if (step.at === 'callback' && step.sending.status === 'failed') {
    return submitCallback(state, moment, asked);
  }
  return stay(state);
}
