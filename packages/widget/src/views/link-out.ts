import { html, type TemplateResult } from 'lit';
import type { Translate } from '../i18n/words.ts';

/** A link to another page, which says so. */
export const linkOut = (href: string, words: string, t: Translate, look = ''): TemplateResult =>
  html`<a class=${look} href=${href} target="_blank" rel="noopener"
    >${words}<span class="sr"> ${t('opensNew')}</span></a
  >`;
