import { html, type TemplateResult } from 'lit';
import type { State } from '../flow/state.ts';
import { contactView } from './contact.ts';
import { doneView } from './done.ts';
import { callbackSentView, callbackView, closedView, existsView } from './instead.ts';
import { monthView } from './month.ts';
import { timesView } from './times.ts';
import type { Ui } from './ui.ts';

/** Everything after the chat. */
export function bookingView(state: State, ui: Ui): TemplateResult {
  const { step } = state;
  switch (step.at) {
    case 'month':
      return monthView(state, step, ui);
    case 'times':
      return timesView(state, step, ui);
    case 'contact':
      return contactView(state, step, ui);
    case 'done':
      return doneView(state, step, ui);
    case 'move':
    case 'cancel':
    case 'cancelled':
    case 'unchangeable':
      return ui.own?.page(state, step, ui) ?? html``;
    case 'exists':
      return existsView(ui);
    case 'callback':
      return callbackView(state, step, ui);
    case 'callback-sent':
      return callbackSentView(ui);
    case 'closed':
      return closedView(step, ui);
    case 'chat':
    case 'barred':
      return html``;
  }
}
