import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../views/icon.ts';
import type { Question, TalkLine } from '../flow/state.ts';
import { problemText } from '../views/problem.ts';
import type { Ui } from '../views/ui.ts';

/** The form that sends a question to the team. */
export const questionLine = (
  { id, question }: Extract<TalkLine, { kind: 'question' }>,
  ui: Ui,
): TemplateResult =>
  html`<p class="bubble">${ui.t('cannotAnswer')}</p>
    ${questionForm(id, question, ui)}`;

function questionForm(id: string, question: Question, ui: Ui): TemplateResult {
  const { t, send } = ui;
  const { sending, flaw, replyTo } = question;
  if (question.sent) {
    return html`<p class="bubble">${icon('check')} ${t('questionSent', { reach: replyTo })}</p>`;
  }
  const busy = sending.status === 'sending';
  const submit = (event: Event) => {
    event.preventDefault();
    send({ type: 'submit-question', id });
  };
  return html`<form class="card ask" novalidate @submit=${submit}>
    <label for=${`reply-to-${id}`}>${t('reach')}</label>
    <input
      id=${`reply-to-${id}`}
      class="input"
      autocomplete="email"
      .value=${replyTo}
      aria-invalid=${flaw ? 'true' : nothing}
      aria-describedby=${`flaw-${id}`}
      @input=${(event: InputEvent) =>
        send({ type: 'fill-reply-to', id, replyTo: (event.target as HTMLInputElement).value })}
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
