import type { Message, Moment } from '../message.ts';
import type { FlowResult } from '../result.ts';
import type { State } from '../state.ts';

/** What each type of message does to the state. A message that makes no sense where the visitor is changes nothing. */
export type Handlers<Type extends Message['type']> = {
  [T in Type]: (
    state: State,
    message: Extract<Message, { type: T }>,
    moment: Moment,
    kit: KitFlow | null,
  ) => FlowResult;
};

/** The part of the flow that comes with the kit: see kit.ts. */
export interface KitFlow {
  /** Without the kit nothing sends these messages. */
  handlers: Handlers<
    | 'change-tour'
    | 'cancel-tour'
    | 'confirm-change'
    | 'change-answered'
    | 'poll-due'
    | 'poll-answered'
    | 'fill-reply-to'
    | 'submit-question'
    | 'submit-callback'
    | 'message-left'
  >;
  watchOwnTours(latest: FlowResult): FlowResult;
  routeRefusals(latest: FlowResult, moment: Moment): FlowResult;
  /** Sends a call-back form that failed once more; without the visitor's asking only an unchanged one. */
  resendCallback(state: State, moment: Moment, byVisitor: boolean): FlowResult;
}
