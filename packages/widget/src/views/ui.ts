import type { TemplateResult } from 'lit';
import type { Send } from '../flow/message.ts';
import type { OwnTour, Problem, State, Step, TalkLine } from '../flow/state.ts';
import type { StringKey, Translate } from '../i18n/words.ts';

/** What every view needs besides the state. */
export interface Ui {
  send: Send;
  t: Translate;
  locale: string;
  /** The visitor's zone. */
  zone: string;
  now: number;
  /** Null until the kit is loaded. */
  kit: KitViews | null;
  kitStatus: State['kitStatus'];
}

export type OwnTourStep = Extract<Step, { at: 'move' | 'cancel' | 'cancelled' | 'unchangeable' }>;

export type DetourStep = Extract<
  Step,
  { at: 'callback' | 'callback-sent' | 'exists' | 'closed' | 'barred' }
>;

/** The views of the kit: see kit.ts. */
export interface KitViews {
  /** Titles of the kit's pages. */
  titles: Partial<Record<Step['at'], StringKey>>;
  /** What a screen reader says when a page of the kit is reached and the focus is elsewhere. */
  announcements: Partial<Record<Step['at'], StringKey>>;
  talkLine(line: KitTalkLine, state: State, ui: Ui): TemplateResult;
  ownTourCard(tour: OwnTour, state: State, ui: Ui): TemplateResult;
  ownTourPage(state: State, step: OwnTourStep, ui: Ui): TemplateResult;
  /** The buttons to change and to cancel a tour. */
  tourActions(tour: OwnTour, ui: Ui): unknown;
  detourPage(state: State, step: DetourStep, ui: Ui): TemplateResult;
  /** In place of a calendar without a free day. */
  noFreeTimes(state: State, ui: Ui): TemplateResult;
  /** Someone else took the time: offers alternatives. */
  takenNotice(state: State, step: TakenSlot, ui: Ui): TemplateResult;
  refusalText(problem: Refusal, t: Translate): string;
}

export type KitTalkLine = Extract<
  TalkLine,
  { kind: 'question' | 'change-help' | 'moved' | 'cancelled' }
>;
export type TakenSlot = Pick<Extract<Step, { at: 'contact' }>, 'slot' | 'alternatives'>;
export type Refusal = Extract<Problem, { kind: 'refused' }>;
