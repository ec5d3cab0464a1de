import { html, nothing, type TemplateResult } from 'lit';
import { configOf, type Problem, type State } from '../flow/state.ts';
import { icon } from './icon.ts';
import { contactCard } from './links.ts';
import type { Ui } from './ui.ts';

/** The kit has the words of refusals. */
export function problemText(problem: Problem, { t, kit, kitStatus }: Ui): string {
  if (problem.kind === 'unreachable') return t('unreachable');
  return kit?.refusalText(problem, t) ?? (kitStatus === 'loading' ? '' : t('refusedServer'));
}

/** A problem that may be gone at the next try. */
export function problemNotice(problem: Problem, ui: Ui): TemplateResult {
  const { t, send } = ui;
  const reference = problem.kind === 'refused' ? problem.requestId : undefined;
  return html`<div class="notice" role="alert">
    ${icon('alert')}
    <p>${problemText(problem, ui)}</p>
    ${reference ? html`<p><small>${t('reference', { id: reference })}</small></p>` : nothing}
    <button class="chip" @click=${() => send({ type: 'retry' })}>${t('tryAgain')}</button>
  </div>`;
}

/** In place of what the kit draws, until the kit is loaded. */
export const kitPlaceholder = (state: State, ui: Ui): TemplateResult =>
  state.kitStatus === 'failed'
    ? html`${problemNotice({ kind: 'unreachable' }, ui)}
      ${contactCard(configOf(state)?.property.contact ?? null, ui)}`
    : typingDots(ui.t('loading'));

export const typingDots = (label: string): TemplateResult =>
  html`<p class="bubble dots" role="status" aria-label=${label}><i></i><i></i><i></i></p>`;
