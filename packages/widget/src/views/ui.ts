import type { TemplateResult } from 'lit';
import type { Send } from '../flow/message.ts';
import type { OwnTour, Problem, State, Step, Talk } from '../flow/state.ts';
import type { StringKey, Translate } from '../i18n/words.ts';

/** What every view is drawn with, besides the state. */
export interface Ui {
  send: Send;
  t: Translate;
  locale: string;
  /** The visitor's own zone. */
  zone: string;
  now: number;
  /** Once it has come. */
  kit: KitViews | null;
  kitIs: State['kit'];
}

export type OwnStep = Extract<Step, { at: 'move' | 'cancel' | 'cancelled' | 'unchangeable' }>;

export type DetourStep = Extract<
  Step,
  { at: 'callback' | 'callback-sent' | 'exists' | 'closed' | 'barred' }
>;

/** What is drawn by code that comes later: see kit.ts. */
export interface KitViews {
  /** Of its pages. */
  titles: Partial<Record<Step['at'], StringKey>>;
  /** What those achieved, said aloud where the focus is elsewhere. */
  news: Partial<Record<Step['at'], StringKey>>;
  card(tour: OwnTour, state: State, ui: Ui): TemplateResult;
  /** Change and cancel. */
  deeds(tour: OwnTour, ui: Ui): unknown;
  /** What is said about a tour of the visitor's own, and to what nobody could answer. */
  says(line: KitTalk, state: State, ui: Ui): TemplateResult;
  page(state: State, step: OwnStep, ui: Ui): TemplateResult;
  detour(state: State, step: DetourStep, ui: Ui): TemplateResult;
  /** In place of a calendar without a free day. */
  full(state: State, ui: Ui): TemplateResult;
  /** Someone else took the time: what is free near it. */
  taken(state: State, step: Taken, ui: Ui): TemplateResult;
  refusal(problem: Refusal, t: Translate): string;
}

export type KitTalk = Extract<Talk, { says: 'question' | 'change' | 'moved' | 'cancelled' }>;
export type Taken = Pick<Extract<Step, { at: 'contact' }>, 'slot' | 'alternatives'>;
export type Refusal = Extract<Problem, { kind: 'refused' }>;
