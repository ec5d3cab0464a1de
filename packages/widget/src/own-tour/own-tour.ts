/**
 * What only visitors with a tour of their own need: looking at it, moving and cancelling it. A chunk of its own, so that
 * a first booking does not wait for it.
 */
import { enOwnTour } from '../i18n/en-own-tour.ts';
import { addWords } from '../i18n/words.ts';
import { moves } from './moves.ts';
import { run } from './run.ts';
import { views } from './views.ts';

addWords(enOwnTour);

export const ownKit = { moves, run, views };
export type OwnKit = typeof ownKit;
