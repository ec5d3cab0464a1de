/**
 * What a booking that goes well never meets: the pages in the calendar's place, the words of refusals, and the visitor's
 * own tours. A chunk of its own, brought when the flow sees that it is needed.
 */
import { callbackMove, resendCallback } from './detours/callback-moves.ts';
import { adviseOwner } from './detours/advise-owner.ts';
import { follow } from './detours/refused.ts';
import { detourViews } from './detours/views.ts';
import type { KitMoves } from './flow/kit-moves.ts';
import { enDetours } from './i18n/en-detours.ts';
import { enOwnTour } from './i18n/en-own-tour.ts';
import { addWords } from './i18n/words.ts';
import { heed } from './own-tour/look.ts';
import { ownMove } from './own-tour/moves.ts';
import { run } from './own-tour/run.ts';
import { views } from './own-tour/views.ts';
import { kitStyles } from './styles/kit.ts';
import type { KitViews } from './views/ui.ts';

addWords({ ...enOwnTour, ...enDetours });

const moves: KitMoves = {
  own: ownMove,
  heed,
  follow,
  callback: callbackMove,
  resend: resendCallback,
};

export const kit = {
  moves,
  run,
  views: { ...views, ...detourViews } satisfies KitViews,
  styles: kitStyles,
  adviseOwner,
};
export type Kit = typeof kit;
