import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../views/icon.ts';
import type { Question, Talk } from '../flow/state.ts';
import { problemText } from '../views/trouble.ts';
import type { Ui } from '../views/ui.ts';

/** What nobody could answer in the chat: the team will, where the visitor says. */
export const questionLine = (
  { id, question }: Extract<Talk, { says: 'question' }>,
  ui: Ui,
): TemplateResult =>
  html`<p class="bubble">${ui.t('cannotAnswer')}</p>
    ${questionForm(id, question, ui)}`;

function questionForm(id: string, question: Question, ui: Ui): TemplateResult {
  const { t, send } = ui;
  const { sending, flaw, reach } = question;
  if (question.sent) {
    return html`<p class="bubble">${icon('check')} ${t('questionSent', { reach })}</p>`;
  }
  const busy = sending.status === 'sending';
  const submit = (event: Event) => {
    event.preventDefault();
    send({ type: 'submit-question', id });
  };
  return html`<form class="card ask" novalidate @submit=${submit}>
    <label for=${`reach-${id}`}>${t('reach')}</label>
    <input
      id=${`reach-${id}`}
      class="input"
      autocomplete="email"
      .value=${reach}
      aria-invalid=${flaw ? 'true' : nothing}
      aria-describedby=${`flaw-${id}`}
      @input=${(event: InputEvent) =>
        send({ type: 'reach', id, reach: (event.target as HTMLInputElement).value })}
    />
    <p class="flaw" id=${`flaw-${id}`} aria-live="polite">${flaw ? t(`flaw_${flaw}`) : nothing}</p>
    ${
      sending.status === 'failed'
        ? html`<p class="flaw" role="alert">${problemText(sending.problem, ui)}</p>`
        : nothing
    }
    <button class="primary" aria-busy=${busy} aria-disabled=${busy ? 'true' : nothing}>
      ${t(busy ? 'callbackSending' : sending.status === 'failed' ? 'tryAgain' : 'reachSend')}
    </button>
  </form>`;
}
