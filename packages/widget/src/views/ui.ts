import type { TemplateResult } from 'lit';
import type { Send } from '../flow/message.ts';
import type { OwnTour, State, Step, Talk } from '../flow/state.ts';
import type { Translate } from '../i18n/words.ts';

/** What every view is drawn with, besides the state. */
export interface Ui {
  send: Send;
  t: Translate;
  locale: string;
  /** The visitor's own zone. */
  zone: string;
  now: number;
  /** Once they have come. */
  own: OwnViews | null;
}

export type OwnStep = Extract<Step, { at: 'move' | 'cancel' | 'cancelled' | 'unchangeable' }>;

/** What is drawn of the visitor's own tours by code that comes later. */
export interface OwnViews {
  card(tour: OwnTour, state: State, ui: Ui): TemplateResult;
  /** Change and cancel. */
  deeds(tour: OwnTour, ui: Ui): unknown;
  says(line: Extract<Talk, { says: 'moved' | 'cancelled' }>, ui: Ui): string;
  page(state: State, step: OwnStep, ui: Ui): TemplateResult;
}
