import { html, nothing, type TemplateResult } from 'lit';
import { icon, type IconName } from '../elements/icon.ts';
import type { Contact } from '@luma-leasing/types/errors';
import type { Problem } from '../flow/state.ts';
import { problemText } from './problem-text.ts';
import type { Ui } from './ui.ts';

/** Something failed that may work in a moment. */
export function trouble(problem: Problem, { t, send }: Ui): TemplateResult {
  const reference = problem.kind === 'refused' ? problem.requestId : undefined;
  return html`<div class="notice" role="alert">
    ${icon('alert')}
    <p>${problemText(problem, t)}</p>
    ${reference ? html`<p><small>${t('reference', { id: reference })}</small></p>` : nothing}
    <button class="chip" @click=${() => send({ type: 'retry' })}>${t('tryAgain')}</button>
  </div>`;
}

/** A calm page with one thing to say. */
export const emptyPage = (
  picture: IconName,
  title: string,
  text: string,
  rest: unknown = nothing,
): TemplateResult =>
  html`<div class="empty">
    <span class="picture">${icon(picture)}</span>
    <h3 tabindex="-1" data-focus>${title}</h3>
    <p>${text}</p>
    ${rest}
  </div>`;

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
