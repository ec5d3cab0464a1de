/**
 * What a booking that goes well does without: the pages in the calendar's place, the words of refusals, questions to the
 * team, and the visitor's own tours. A chunk of its own, brought when the flow sees that it is needed.
 */
import { resendCallback, settleCallback, submitCallback } from './detours/callback-moves.ts';
import { adviseOwner } from './detours/advise-owner.ts';
import { questionLine } from './detours/question.ts';
import { questionMoves, settleQuestion } from './detours/question-moves.ts';
import { follow } from './detours/refused.ts';
import { detourViews } from './detours/views.ts';
import type { MessageLeft } from '@luma-leasing/types/lead';
import type { KitEffect } from './flow/effect.ts';
import type { KitMoves } from './flow/moves.ts';
import type { World } from './flow/run-effect.ts';
import { enDetours } from './i18n/en-detours.ts';
import { enOwnTour } from './i18n/en-own-tour.ts';
import { addWords } from './i18n/words.ts';
import { heed } from './own-tour/look.ts';
import { ownMove } from './own-tour/moves.ts';
import { runOwn } from './own-tour/run.ts';
import { ownSays, ownTourViews } from './own-tour/views.ts';
import { kitStyles } from './styles/kit.ts';
import type { KitViews } from './views/ui.ts';

addWords({ ...enOwnTour, ...enDetours });

const moves: KitMoves = {
  moves: {
    ...questionMoves,
    own: (state, { message }, moment) => ownMove(state, message, moment),
    'submit-callback': (state, _deed, moment) => submitCallback(state, moment),
    left: (state, news) => settleCallback(state, news) ?? settleQuestion(state, news),
  },
  heed,
  follow,
  resend: resendCallback,
};

async function run(effect: KitEffect, world: World): Promise<void> {
  if (effect.do === 'own') return runOwn(effect.effect, world);
  const { attempt } = effect;
  const { key } = attempt;
  const { api, send } = world;
  const onSlow = () => send({ type: 'slow', key });
  send({ type: 'left', key, got: await api.post<MessageLeft>('leads', attempt, onSlow) });
}

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
  news: { 'callback-sent': 'callbackSentTitle', cancelled: 'cancelledTitle' },
  ...ownTourViews,
  ...detourViews,
  says: (line, state, ui) =>
    line.says === 'question' ? questionLine(line, ui) : ownSays(line, state, ui),
};

export const kit = {
  moves,
  run,
  views,
  styles: kitStyles,
  adviseOwner,
};
export type Kit = typeof kit;
