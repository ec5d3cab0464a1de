import { html, type TemplateResult } from 'lit';
import type { State } from '../flow/state.ts';
import { contactView } from './contact.ts';
import { doneView } from './done.ts';
import { monthView } from './month.ts';
import { timesView } from './times.ts';
import { standIn } from './trouble.ts';
import type { Ui } from './ui.ts';

/** Everything after the chat. */
export function bookingView(state: State, ui: Ui): TemplateResult {
  const { step } = state;
  const later = () =>
    html`<div class="view"><div class="scroll pad">${standIn(state, ui)}</div></div>`;
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
      return ui.kit?.page(state, step, ui) ?? later();
    case 'exists':
    case 'callback':
    case 'callback-sent':
    case 'closed':
    case 'barred':
      return ui.kit?.detour(state, step, ui) ?? later();
    case 'chat':
      return html``;
  }
}
