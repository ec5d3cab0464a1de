import { html, nothing, type TemplateResult } from 'lit';
import { configOf, type OwnTour, type State } from '../flow/state.ts';
import { tourTime } from '../views/chat.ts';
import { icon } from '../views/icon.ts';
import { contactCard } from '../views/links.ts';
import type { KitTalkLine, Ui } from '../views/ui.ts';

export function ownTourCard(tour: OwnTour, state: State, ui: Ui): TemplateResult {
  const { t } = ui;
  const { remembered, managed } = tour;
  const tooLate = managed !== null && !managed.changeable;
  return html`<section class="card own" aria-label=${t('yourTour')}>
    ${tourSummary(tour, t('yourTour'), ui)}
    ${tooLate ? nothing : html`<div class="times">${tourActions(tour, ui)}</div>`}
    ${
      managed
        ? html`<small>
            ${
              tooLate
                ? t('changeOver')
                : t('changeUntil', {
                    when: tourTime({ ...remembered, startsAt: managed.changeableUntil }, ui),
                  })
            }
          </small>`
        : nothing
    }
    ${tooLate ? contactCard(configOf(state)?.property.contact ?? null, ui) : nothing}
  </section>`;
}

/** What a tour is recognised by: its time and its agent. */
export const tourSummary = ({ remembered }: OwnTour, title: string, ui: Ui): TemplateResult =>
  html`<div class="mini">
    <span class="badge">${icon('calendar')}</span>
    <p>
      <small>${title}</small><br /><strong>${tourTime(remembered, ui)}</strong>
      ${
        remembered.agentName
          ? html`<br /><small>${ui.t('withName', { name: remembered.agentName })}</small>`
          : nothing
      }
    </p>
  </div>`;

export function tourActions({ remembered: { id }, managed }: OwnTour, { t, send }: Ui): unknown {
  if (managed && !managed.changeable) return nothing;
  const button = (type: 'change-tour' | 'cancel-tour', words: string) =>
    html`<button type="button" class="chip" @click=${() => send({ type, id })}>${words}</button>`;
  return [button('change-tour', t('change')), button('cancel-tour', t('cancelTour'))];
}

type OwnTourTalkLine = Exclude<KitTalkLine, { kind: 'question' }>;

export function ownTourLine(line: OwnTourTalkLine, state: State, ui: Ui): TemplateResult {
  const { t } = ui;
  if (line.kind !== 'change-help') {
    const words = line.byVisitor ? linesByVisitor[line.kind] : linesByTeam[line.kind];
    return html`<p class="bubble">${t(words, { when: tourTime(line.booking, ui) })}</p>`;
  }
  return state.ownTours.length > 0
    ? html`<p class="bubble">${t('answerChangeHere')}</p>`
    : html`<p class="bubble">${t('answerChange')}</p>
        ${contactCard(configOf(state)?.property.contact ?? null, ui)}`;
}

const linesByVisitor = { moved: 'movedLine', cancelled: 'cancelledLine' } as const;
const linesByTeam = { moved: 'movedByTeam', cancelled: 'cancelledByTeam' } as const;
