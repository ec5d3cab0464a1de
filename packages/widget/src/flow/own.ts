import type { Cancel, ManagedTour, Reschedule } from '@luma-leasing/types/tour';
import type { Attempt, OwnTour, Problem } from './state.ts';

/** What only visitors with a tour of their own meet; its code is a chunk of its own (own-tour/). */
export type OwnMessage =
  | { own: 'change'; id: string }
  | { own: 'cancel'; id: string }
  | { own: 'confirm' }
  | { own: 'due'; turn: number }
  | { own: 'seen'; turn: number; answers: OwnAnswer[] }
  | { own: 'changed'; key: string; tour: ManagedTour }
  | { own: 'not-changed'; key: string; problem: Problem };

export interface OwnAnswer {
  id: string;
  got: { ok: true; value: ManagedTour } | { ok: false; problem: Problem };
}

/** A change of a tour, as it is sent. */
export type Change =
  | { what: 'cancel'; attempt: Attempt<Cancel> }
  | { what: 'reschedule'; attempt: Attempt<Reschedule> };

export type OwnEffect =
  | { own: 'ask'; turn: number; tours: OwnTour[] }
  | { own: 'wait'; turn: number; ms: number }
  | { own: 'send'; tour: OwnTour; change: Change };
