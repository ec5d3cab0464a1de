import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icon.ts';
import { configOf, type State, type Step } from '../flow/state.ts';
import type { StringKey } from '../i18n/words.ts';
import type { Ui } from './ui.ts';

/** The kit has the titles of its own pages. */
const titles: Partial<Record<Step['at'], StringKey>> = {
  month: 'pickDay',
  times: 'pickTime',
  contact: 'yourDetails',
  done: 'yourTour',
};

const numberedSteps = ['month', 'times', 'contact'];

/** The chat shows who is speaking; the other pages show a title and the steps of a booking. */
export function headerView(state: State, inline: boolean, ui: Ui): TemplateResult {
  const { t, send } = ui;
  const { at } = state.step;
  const config = configOf(state);
  const close = inline
    ? nothing
    : html`<button
        class="round"
        aria-label=${t('close')}
        @click=${() => send({ type: 'close-panel' })}
      >
        ${icon('close')}
      </button>`;
  const practice = config?.testMode
    ? html`<p class="practice" title=${t('practiceHint')}>${t('practice')}</p>`
    : nothing;
  if (at === 'chat' || at === 'barred') {
    return html`<div part="header" class="head hero">
      <div>
        <h2>${config?.property.name ?? t('welcome')}</h2>
        <p>${config?.brand.assistantName ?? t('assistant')} · ${t('automated')}</p>
      </div>
      ${close} ${practice}
    </div>`;
  }
  const stepIndex = numberedSteps.indexOf(at === 'move' ? 'contact' : at);
  return html`<div part="header" class="head way">
    <button class="round" aria-label=${t('back')} @click=${() => send({ type: 'go-back' })}>
      ${icon('back')}
    </button>
    <h2>${t(titles[at] ?? ui.kit?.titles[at] ?? 'tours')}</h2>
    ${close} ${practice}
    ${
      stepIndex >= 0
        ? html`<div class="bars" role="img" aria-label=${t('steps', { n: stepIndex + 1 })}>
            ${numberedSteps.map((_, i) => html`<i class=${i <= stepIndex ? 'past' : ''}></i>`)}
          </div>`
        : nothing
    }
  </div>`;
}
