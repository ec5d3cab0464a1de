import { html, nothing, type TemplateResult } from 'lit';
import { configOf, type State } from '../flow/state.ts';
import { launcherPath } from '../launcher/launcher-look.ts';
import { chatView } from './chat.ts';
import { doneTitle } from './done.ts';
import { headerView } from './header.ts';
import { stepView } from './step-view.ts';
import type { Ui } from './ui.ts';

export interface PanelOptions {
  inline: boolean;
  /** The panel covers the whole screen. */
  modal: boolean;
  onKey: (event: KeyboardEvent) => void;
}

export function panelView(state: State, options: PanelOptions, ui: Ui): TemplateResult {
  const { t } = ui;
  const property = configOf(state)?.property.name;
  return html`<div
    part="panel"
    class=${state.direction === 'back' ? 'panel went-back' : 'panel'}
    role=${options.inline ? 'region' : 'dialog'}
    aria-modal=${options.modal ? 'true' : nothing}
    aria-label=${property ? t('dialog', { property }) : t('dialogPlain')}
    tabindex="-1"
    @keydown=${options.onKey}
  >
    ${headerView(state, options.inline, ui)}
    <div role="status" class=${state.online ? 'sr' : 'strip'}>
      ${state.online ? nothing : t('offline')}
    </div>
    <p class="sr" role="status" data-news>${options.inline ? announcement(state, ui) : nothing}</p>
    ${state.step.at === 'chat' ? chatView(state, ui) : stepView(state, ui)}
  </div>`;
}

/** Inline, the focus may be elsewhere on the page, so a screen reader says what was achieved. */
const announcement = ({ step }: State, { t, kit }: Ui): unknown => {
  const key = step.at === 'done' ? doneTitle(step.movedBy) : kit?.announcements[step.at];
  return key ? t(key) : nothing;
};

export const launcherButton = ({ t }: Ui, onClick: () => void): TemplateResult =>
  html`<button
    part="launcher"
    class="launcher"
    aria-haspopup="dialog"
    aria-expanded="false"
    @click=${onClick}
  >
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${launcherPath} /></svg>
    <span>${t('launcher')}</span>
  </button>`;
