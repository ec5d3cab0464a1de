import { html, nothing, type TemplateResult } from 'lit';
import { configOf, type State } from '../flow/state.ts';
import { chatView } from './chat.ts';
import { header } from './header.ts';
import { emptyPage } from './trouble.ts';
import type { Ui } from './ui.ts';

export type View = (state: State, ui: Ui) => TemplateResult;

export interface PanelLook {
  inline: boolean;
  /** Over the whole screen: then nothing else of the page can be reached. */
  modal: boolean;
  /** The views of a booking; null while their code is on its way. */
  booking: View | null;
  onKey: (event: KeyboardEvent) => void;
}

export function panel(state: State, look: PanelLook, ui: Ui): TemplateResult {
  const { t } = ui;
  const property = configOf(state)?.property.name;
  return html`<div
    part="panel"
    class=${state.way === 'back' ? 'panel went-back' : 'panel'}
    role=${look.inline ? 'region' : 'dialog'}
    aria-modal=${look.modal ? 'true' : nothing}
    aria-label=${property ? t('dialog', { property }) : t('dialogPlain')}
    tabindex="-1"
    @keydown=${look.onKey}
  >
    ${header(state, look.inline, ui)}
    <div role="status" class=${state.online ? 'sr' : 'strip'}>
      ${state.online ? nothing : t('offline')}
    </div>
    ${body(state, look, ui)}
  </div>`;
}

function body(state: State, { booking }: PanelLook, ui: Ui): TemplateResult {
  const { at } = state.step;
  if (at === 'chat') return chatView(state, ui);
  if (at === 'barred') {
    return html`<div class="view">
      <div class="scroll pad">${emptyPage('alert', ui.t('barredTitle'), ui.t('barredText'))}</div>
    </div>`;
  }
  return booking?.(state, ui) ?? skeleton(ui);
}

const skeleton = ({ t }: Ui): TemplateResult =>
  html`<div class="view" role="status" aria-label=${t('loading')}>
    <div class="scroll pad bones">
      <p class="bone"></p>
      <p class="bone"></p>
    </div>
  </div>`;
