import { html, type TemplateResult } from 'lit';
import type { State } from '../flow/state.ts';
import { contactView } from './contact.ts';
import { doneView } from './done.ts';
import { monthView } from './month.ts';
import { timesView } from './times.ts';
import { kitPlaceholder } from './problem.ts';
import type { Ui } from './ui.ts';

/** The page of every step but the chat. */
export function stepView(state: State, ui: Ui): TemplateResult {
  const { step } = state;
  const placeholderPage = () =>
    html`<div class="view"><div class="scroll pad">${kitPlaceholder(state, ui)}</div></div>`;
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
      return ui.kit?.ownTourPage(state, step, ui) ?? placeholderPage();
    case 'exists':
    case 'callback':
    case 'callback-sent':
    case 'closed':
    case 'barred':
      return ui.kit?.detourPage(state, step, ui) ?? placeholderPage();
    case 'chat':
      return html``;
  }
}
