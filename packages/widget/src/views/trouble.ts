import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icon.ts';
import type { Contact } from '@luma-leasing/types/errors';
import { configOf, type Problem, type State } from '../flow/state.ts';
import type { Ui } from './ui.ts';

/** What went wrong, for the person who met it. The words of refusals come with the kit. */
export function problemText(problem: Problem, { t, kit, kitIs }: Ui): string {
  if (problem.kind === 'unreachable') return t('unreachable');
  return kit?.refusal(problem, t) ?? (kitIs === 'coming' ? '' : t('refusedServer'));
}

/** Something failed that may work in a moment. */
export function trouble(problem: Problem, ui: Ui): TemplateResult {
  const { t, send } = ui;
  const reference = problem.kind === 'refused' ? problem.requestId : undefined;
  return html`<div class="notice" role="alert">
    ${icon('alert')}
    <p>${problemText(problem, ui)}</p>
    ${reference ? html`<p><small>${t('reference', { id: reference })}</small></p>` : nothing}
    <button class="chip" @click=${() => send({ type: 'retry' })}>${t('tryAgain')}</button>
  </div>`;
}

/** The people behind it, one tap away. */
export const contactCard = (contact: Contact | null, { t }: Ui): TemplateResult | typeof nothing =>
  contact && (contact.phone ?? contact.email)
    ? html`<div class="card reach">
        <p>${t('orReachUs', { name: contact.name })}</p>
        ${
          contact.phone
            ? html`<a class="row" href=${`tel:${contact.phone.replace(/[^\d+]/g, '')}`}>
                ${icon('phone')}<bdi>${contact.phone}</bdi>
              </a>`
            : nothing
        }
        ${
          contact.email
            ? html`<a class="row" href=${`mailto:${contact.email}`}>
                ${icon('mail')}<bdi>${contact.email}</bdi>
              </a>`
            : nothing
        }
      </div>`
    : nothing;

/** In place of what the kit would draw, until it has come. */
export const standIn = (state: State, ui: Ui): TemplateResult =>
  state.kit === 'failed'
    ? html`${trouble({ kind: 'unreachable' }, ui)}
      ${contactCard(configOf(state)?.property.contact ?? null, ui)}`
    : dots(ui.t('loading'));

/** Dancing, while something is waited for. */
export const dots = (label: string): TemplateResult =>
  html`<p class="bubble dots" role="status" aria-label=${label}><i></i><i></i><i></i></p>`;
