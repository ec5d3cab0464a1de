import { html, type TemplateResult } from 'lit';
import type { State, Step } from '../flow/state.ts';
import { field, submitFoot, type FieldLook } from './field.ts';
import { contactCard, emptyPage } from './trouble.ts';
import type { Ui } from './ui.ts';

/** What stands in place of the calendar when it cannot help. */

export function callbackView(
  state: State,
  step: Extract<Step, { at: 'callback' }>,
  ui: Ui,
): TemplateResult {
  const { t, send } = ui;
  const { contact } = step;
  const submit = (event: Event) => {
    event.preventDefault();
    send({ type: 'submit-callback' });
  };
  const draw = (look: FieldLook) => field(look, state.details, step, ui);
  return html`<form class="view" novalidate @submit=${submit}>
    <div class="scroll pad">
      <h3 class="big" tabindex="-1" data-focus>${t('callbackTitle')}</h3>
      <p class="lead">${t(step.why === 'full' ? 'callbackFull' : 'callbackText')}</p>
      <div class="fields">
        ${draw({ field: 'firstName', label: 'firstName', autocomplete: 'given-name' })}
        ${draw({ field: 'phone', label: 'phone', type: 'tel', autocomplete: 'tel' })}
        ${draw({
          field: 'email',
          label: 'email',
          type: 'email',
          autocomplete: 'email',
          optional: true,
        })}
        ${draw({
          field: 'specialRequests',
          label: 'callbackMessage',
          long: true,
          optional: true,
        })}
      </div>
      ${contactCard(contact, ui)}
    </div>
    ${submitFoot({ idle: 'callbackSend', busy: 'callbackSending' }, step, ui)}
  </form>`;
}

const toChat = ({ t, send }: Ui): TemplateResult =>
  html`<button class="chip" @click=${() => send({ type: 'to-chat' })}>${t('backToChat')}</button>`;

const page = (content: TemplateResult): TemplateResult =>
  html`<div class="view"><div class="scroll pad">${content}</div></div>`;

export const callbackSentView = (ui: Ui): TemplateResult =>
  page(emptyPage('check', ui.t('callbackSentTitle'), ui.t('callbackSentText'), toChat(ui)));

export const existsView = (ui: Ui): TemplateResult =>
  page(emptyPage('mail', ui.t('existsTitle'), ui.t('existsText'), toChat(ui)));

export const closedView = (step: Extract<Step, { at: 'closed' }>, ui: Ui): TemplateResult =>
  page(
    emptyPage(
      'moon',
      ui.t('closedTitle'),
      ui.t('closedText'),
      html`${contactCard(step.contact, ui)}${toChat(ui)}`,
    ),
  );
