import { html, type TemplateResult } from 'lit';
import { launcherPath } from '../launcher/look.ts';
import type { Ui } from './ui.ts';

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
