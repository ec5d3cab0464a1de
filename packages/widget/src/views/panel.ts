import { html, nothing, type TemplateResult } from 'lit';
import { configOf, type State } from '../flow/state.ts';
import { bookingView } from './booking.ts';
import { chatView } from './chat.ts';
import { doneTitle } from './done.ts';
import { header } from './header.ts';
import type { Ui } from './ui.ts';

export interface PanelLook {
  inline: boolean;
  /** Over the whole screen: then nothing else of the page can be reached. */
  modal: boolean;
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
    <p class="sr" role="status" data-news>${look.inline ? news(state, ui) : nothing}</p>
    ${state.step.at === 'chat' ? chatView(state, ui) : bookingView(state, ui)}
  </div>`;
}

/** Inline, the focus may be anywhere on the page: what was achieved is said aloud. */
const news = ({ step }: State, { t, kit }: Ui): unknown => {
  const said = step.at === 'done' ? doneTitle(step.moved) : kit?.news[step.at];
  return said ? t(said) : nothing;
};
