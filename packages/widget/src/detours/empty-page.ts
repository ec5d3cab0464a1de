import { html, nothing, type TemplateResult } from 'lit';
import { icon, type IconName } from '../views/icon.ts';
import type { Ui } from '../views/ui.ts';

export const emptyPage = (
  picture: IconName,
  title: string,
  text: string,
  rest: unknown = nothing,
): TemplateResult =>
  html`<div class="empty">
    <span class="picture">${icon(picture)}</span>
    <h3 tabindex="-1" data-start>${title}</h3>
    <p>${text}</p>
    ${rest}
  </div>`;

export const scrollView = (content: TemplateResult): TemplateResult =>
  html`<div class="view"><div class="scroll pad">${content}</div></div>`;

export const backToChatButton = ({ t, send }: Ui): TemplateResult =>
  html`<button class="chip" @click=${() => send({ type: 'go-to-chat' })}>
    ${t('backToChat')}
  </button>`;
