import { bookingHandlers } from './handlers/booking-handlers.ts';
import { bookingOutcomeHandlers } from './handlers/booking-outcome.ts';
import { chatHandlers } from './handlers/chat-handlers.ts';
import { isSameAsForm } from './details.ts';
import type { Handlers, KitFlow } from './handlers/handler-types.ts';
import { loadHandlers } from './handlers/load-handlers.ts';
import type { Message, Moment } from './message.ts';
import { loadKit } from './need-kit.ts';
import { flowResult, type FlowResult } from './result.ts';
import { retryHandlers } from './handlers/retry-handlers.ts';
import type { State } from './state.ts';

/** Exhaustive together with the kit's: a message without a handler does not compile. */
const handlers: Handlers<Exclude<Message['type'], keyof KitFlow['handlers']>> = {
  ...loadHandlers,
  ...chatHandlers,
  ...bookingHandlers,
  ...bookingOutcomeHandlers,
  ...retryHandlers,
};

type Handler = (state: State, message: never, moment: Moment, kit: KitFlow | null) => FlowResult;

/** The whole behaviour of the widget, as a pure function: a state and a message give a new state and effects. */
export function transition(
  state: State,
  message: Message,
  moment: Moment,
  kit: KitFlow | null = null,
): FlowResult {
  const known: Partial<Record<Message['type'], Handler>> = { ...handlers, ...kit?.handlers };
  const handled = known[message.type]?.(state, message as never, moment, kit) ?? flowResult(state);
  const routed = kit ? kit.routeRefusals(handled, moment) : handled;
  const latest = loadKit(forgetPending(state, message, routed));
  return kit ? kit.watchOwnTours(latest) : latest;
}

function forgetPending(before: State, message: Message, latest: FlowResult): FlowResult {
  return message.type !== 'booking-answered' && isPending(before) && !isPending(latest.state)
    ? flowResult(latest.state, ...latest.effects, { type: 'forget-pending' })
    : latest;
}

/** Whether a reload should send the submission again: it has no answer, and the form still says the same. */
const isPending = (state: State): boolean => {
  const { step } = state;
  return (
    step.at === 'contact' &&
    (step.sending.status === 'sending' ||
      (step.sending.status === 'failed' &&
        isSameAsForm(step.sending.attempt.body, step.slot, state)))
  );
};
