import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../views/icon.ts';
import type { OwnTour } from '../flow/state.ts';
import { when } from '../views/chat.ts';
import type { Ui } from '../views/ui.ts';

/** What a tour is known by: its time, and with whom. */
export const face = ({ known }: OwnTour, title: string, ui: Ui): TemplateResult =>
  html`<div class="mini">
    <span class="badge">${icon('calendar')}</span>
    <p>
      <small>${title}</small><br /><strong>${when(known, ui)}</strong>
      ${
        known.agentName
          ? html`<br /><small>${ui.t('withName', { name: known.agentName })}</small>`
          : nothing
      }
    </p>
  </div>`;
