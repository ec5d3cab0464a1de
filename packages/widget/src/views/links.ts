import { html, nothing, type TemplateResult } from 'lit';
import type { Contact } from '@luma-leasing/types/errors';
import type { Translate } from '../i18n/words.ts';
import { icon } from './icon.ts';
import type { Ui } from './ui.ts';

/** A link that opens in a new tab, and tells screen readers so. */
export const externalLink = (
  href: string,
  words: string,
  t: Translate,
  className = '',
): TemplateResult =>
  html`<a class=${className} href=${href} target="_blank" rel="noopener"
    >${words}<span class="sr"> ${t('opensNew')}</span></a
  >`;

/** Links to phone and email the property. */
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
