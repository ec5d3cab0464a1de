import { submitBooking } from './booking-handlers.ts';
import { askChat } from './chat-handlers.ts';
import type { Handlers, KitFlow } from './handler-types.ts';
import { loadConfig, loadTimes } from './load-handlers.ts';
import type { Moment } from '../message.ts';
import { retryKit } from '../need-kit.ts';
import { chainSteps, flowResult, type FlowResult } from '../result.ts';
import type { State } from '../state.ts';

/** Everything that failed is tried again when the visitor asks for it, or when the connection is back. */
export const retryHandlers: Handlers<'connection' | 'retry'> = {
  retry: (state, _message, moment, kit) => retryAll(state, moment, true, kit),
  connection: (state, { online }, moment, kit) => {
    const known = { ...state, online };
    return online && !state.online ? retryAll(known, moment, false, kit) : flowResult(known);
  },
};

const retryAll = (
  before: State,
  moment: Moment,
  byVisitor: boolean,
  kit: KitFlow | null,
): FlowResult =>
  chainSteps(
    retryKit(before),
    (state) => (state.config.status === 'failed' ? loadConfig(state) : flowResult(state)),
    (state) => (state.times.status === 'failed' ? loadTimes(state, moment) : flowResult(state)),
    (state) => (state.chatProblem ? askChat(state) : flowResult(state)),
    (state) => {
      const { step } = state;
      const failed = step.at === 'contact' && step.sending.status === 'failed';
      return failed ? submitBooking(state, moment, byVisitor) : flowResult(state);
    },
    (state) => kit?.resendCallback(state, moment, byVisitor) ?? flowResult(state),
  );
