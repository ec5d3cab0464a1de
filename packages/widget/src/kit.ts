/**
 * The code that a booking without a hitch does not need: detours, refusals, questions to the team, and the visitor's
 * own tours. It is a chunk of its own, loaded when the flow asks for it.
 */
import { resendCallback, settleCallback, submitCallback } from './detours/callback-handlers.ts';
import { detourPage, noFreeTimes } from './detours/pages.ts';
import { questionLine } from './detours/question.ts';
import { questionHandlers, settleQuestion } from './detours/question-handlers.ts';
import { refusalText } from './detours/refusal-codes.ts';
import { routeRefusals } from './detours/route-refusals.ts';
import { takenNotice } from './detours/taken-notice.ts';
import type { KitFlow } from './flow/handlers/handler-types.ts';
import { runKitEffect } from './flow/run-kit-effect.ts';
import { enDetours } from './i18n/en-detours.ts';
import { enOwnTour } from './i18n/en-own-tour.ts';
import { addWords } from './i18n/words.ts';
import { ownTourHandlers } from './own-tour/own-tour-handlers.ts';
import { ownTourPage } from './own-tour/pages.ts';
import { pollHandlers, watchOwnTours } from './own-tour/poll.ts';
import { ownTourCard, ownTourLine, tourActions } from './own-tour/views.ts';
import { kitStyles } from './styles/kit.ts';
import type { KitViews } from './views/ui.ts';

addWords({ ...enOwnTour, ...enDetours });

const flow: KitFlow = {
  handlers: {
    ...ownTourHandlers,
    ...pollHandlers,
    ...questionHandlers,
    'submit-callback': (state, _action, moment) => submitCallback(state, moment),
    'message-left': (state, message) =>
      settleCallback(state, message) ?? settleQuestion(state, message),
  },
  watchOwnTours,
  routeRefusals,
  resendCallback,
};

const views: KitViews = {
  titles: {
    move: 'movePage',
    cancel: 'cancelPage',
    cancelled: 'yourTour',
    unchangeable: 'yourTour',
    exists: 'yourTour',
    callback: 'askCallback',
    'callback-sent': 'askCallback',
  },
  announcements: { 'callback-sent': 'callbackSentTitle', cancelled: 'cancelledTitle' },
  talkLine: (line, state, ui) =>
    line.kind === 'question' ? questionLine(line, ui) : ownTourLine(line, state, ui),
  ownTourCard,
  ownTourPage,
  tourActions,
  detourPage,
  noFreeTimes,
  takenNotice,
  refusalText,
};

export const kit = {
  flow,
  runKitEffect,
  views,
  styles: kitStyles,
};
export type Kit = typeof kit;
