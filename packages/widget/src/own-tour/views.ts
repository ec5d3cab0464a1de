import { html, nothing, type TemplateResult } from 'lit';
import { configOf, type OwnTour, type State } from '../flow/state.ts';
import { when } from '../views/chat.ts';
import { contactCard } from '../views/trouble.ts';
import type { KitTalk, KitViews, Ui } from '../views/ui.ts';
import { face } from './face.ts';
import { page } from './pages.ts';

export const ownTourViews: Pick<KitViews, 'card' | 'deeds' | 'page'> = { card, deeds, page };

function card(tour: OwnTour, state: State, ui: Ui): TemplateResult {
  const { t } = ui;
  const { known, fresh } = tour;
  const over = fresh !== null && !fresh.changeable;
  return html`<section class="card own" aria-label=${t('yourTour')}>
    ${face(tour, t('yourTour'), ui)}
    ${over ? nothing : html`<div class="times">${deeds(tour, ui)}</div>`}
    ${
      fresh
        ? html`<small>
            ${
              over
                ? t('changeOver')
                : t('changeUntil', {
                    when: when({ ...known, startsAt: fresh.changeableUntil }, ui),
                  })
            }
          </small>`
        : nothing
    }
    ${over ? contactCard(configOf(state)?.property.contact ?? null, ui) : nothing}
  </section>`;
}

function deeds({ known: { id }, fresh }: OwnTour, { t, send }: Ui): unknown {
  if (fresh && !fresh.changeable) return nothing;
  const button = (own: 'change' | 'cancel', words: string) =>
    html`<button
      type="button"
      class="chip"
      @click=${() => send({ type: 'own', message: { own, id } })}
    >
      ${words}
    </button>`;
  return [button('change', t('change')), button('cancel', t('cancelTour'))];
}

type OwnTalk = Exclude<KitTalk, { says: 'question' }>;

export function ownSays(line: OwnTalk, state: State, ui: Ui): TemplateResult {
  const { t } = ui;
  if (line.says !== 'change') {
    const words = line.ours ? lines[line.says] : linesByTeam[line.says];
    return html`<p class="bubble">${t(words, { when: when(line.booking, ui) })}</p>`;
  }
  return state.tours.length > 0
    ? html`<p class="bubble">${t('answerChangeHere')}</p>`
    : html`<p class="bubble">${t('answerChange')}</p>
        ${contactCard(configOf(state)?.property.contact ?? null, ui)}`;
}

const lines = { moved: 'movedLine', cancelled: 'cancelledLine' } as const;
const linesByTeam = { moved: 'movedByTeam', cancelled: 'cancelledByTeam' } as const;
