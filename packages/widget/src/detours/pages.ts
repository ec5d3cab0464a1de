import { html, type TemplateResult } from 'lit';
import { configOf, type State, type Step } from '../flow/state.ts';
import { formField, submitFoot, type FieldOptions } from '../views/field.ts';
import { contactCard } from '../views/links.ts';
import type { DetourStep, Ui } from '../views/ui.ts';
import { backToChatButton, emptyPage, scrollView } from './empty-page.ts';

export function detourPage(state: State, step: DetourStep, ui: Ui): TemplateResult {
  const { t } = ui;
  switch (step.at) {
    case 'callback':
      return callbackPage(state, step, ui);
    case 'callback-sent':
      return scrollView(
        emptyPage('check', t('callbackSentTitle'), t('callbackSentText'), backToChatButton(ui)),
      );
    case 'exists':
      return scrollView(emptyPage('mail', t('existsTitle'), t('existsText'), backToChatButton(ui)));
    case 'closed': {
      const links = html`${contactCard(step.contact, ui)}${backToChatButton(ui)}`;
      return scrollView(emptyPage('moon', t('closedTitle'), t('closedText'), links));
    }
    case 'barred':
      return scrollView(emptyPage('alert', t('barredTitle'), t('barredText')));
  }
}

function callbackPage(
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
  const draw = (options: FieldOptions) => formField(options, state.details, step, ui);
  return html`<form class="view" novalidate @submit=${submit}>
    <div class="scroll pad">
      <h3 class="big" tabindex="-1" data-start>${t('callbackTitle')}</h3>
      <p class="lead">${t(step.reason === 'wanted' ? 'callbackFull' : 'callbackText')}</p>
      <div class="fields">
        ${draw({ field: 'firstName', autocomplete: 'given-name' })}
        ${draw({ field: 'phone', type: 'tel' })}
        ${draw({ field: 'email', type: 'email', optional: true })}
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

export const noFreeTimes = (state: State, ui: Ui): TemplateResult =>
  emptyPage(
    'calendar',
    ui.t('noneAtAll'),
    ui.t('noneAtAllText'),
    html`<button class="primary" @click=${() => ui.send({ type: 'want-callback' })}>
        ${ui.t('askCallback')}
      </button>
      ${contactCard(configOf(state)?.property.contact ?? null, ui)}`,
  );
