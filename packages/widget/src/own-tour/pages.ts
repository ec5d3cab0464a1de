import { html, nothing, type TemplateResult } from 'lit';
import { backToChatButton, emptyPage, scrollView } from '../detours/empty-page.ts';
import { takenNotice } from '../detours/taken-notice.ts';
import type { State } from '../flow/state.ts';
import { tourTime } from '../views/chat.ts';
import { submitFoot } from '../views/field.ts';
import { contactCard } from '../views/links.ts';
import { problemText } from '../views/problem.ts';
import type { OwnTourStep, Ui } from '../views/ui.ts';
import { ownTourById } from './own-tour-handlers.ts';
import { tourSummary } from './views.ts';

type StepAt<Name extends OwnTourStep['at']> = Extract<OwnTourStep, { at: Name }>;

export function ownTourPage(state: State, step: OwnTourStep, ui: Ui): TemplateResult {
  switch (step.at) {
    case 'move':
      return movePage(state, step, ui);
    case 'cancel':
      return cancelPage(state, step, ui);
    case 'cancelled':
      return cancelledPage(step, ui);
    case 'unchangeable':
      return scrollView(
        emptyPage(
          'alert',
          ui.t('unchangeableTitle'),
          problemText(step.problem, ui),
          html`${contactCard(step.contact, ui)}${backToChatButton(ui)}`,
        ),
      );
  }
}

/** A form that asks the visitor to confirm a change of the tour. */
const confirmForm = (
  content: TemplateResult,
  words: Parameters<typeof submitFoot>[0],
  { sending }: StepAt<'move' | 'cancel'>,
  ui: Ui,
  blocked = false,
): TemplateResult =>
  html`<form
    class="view"
    @submit=${(event: Event) => {
      event.preventDefault();
      ui.send({ type: 'confirm-change' });
    }}
  >
    <div class="scroll pad">${content}</div>
    ${submitFoot(words, { flaws: {}, sending }, ui, blocked, null)}
  </form>`;

function movePage(state: State, step: StepAt<'move'>, ui: Ui): TemplateResult {
  const { t } = ui;
  const tour = ownTourById(state, step.id);
  if (!tour) return html``;
  const withoutAgent = { ...tour.remembered, agentName: '' };
  const from = { ...tour, remembered: withoutAgent };
  const to = { ...tour, remembered: { ...withoutAgent, startsAt: step.slot.startsAt } };
  return confirmForm(
    html`<h3 class="big" tabindex="-1" data-start>${t('moveTitle')}</h3>
      <div class="card own">
        ${tourSummary(from, t('moveFrom'), ui)}
        <div class=${step.taken ? 'taken' : ''}>${tourSummary(to, t('moveTo'), ui)}</div>
      </div>
      ${step.taken ? takenNotice(state, step, ui, ['moveTaken', 'moveTakenNone']) : nothing}`,
    { idle: 'moveConfirm', busy: 'moving' },
    step,
    ui,
    step.taken,
  );
}

function cancelPage(state: State, step: StepAt<'cancel'>, ui: Ui): TemplateResult {
  const { t, send } = ui;
  const tour = ownTourById(state, step.id);
  if (!tour) return html``;
  return confirmForm(
    html`<h3 class="big" tabindex="-1" data-start>${t('cancelTitle')}</h3>
      <div class="card own">${tourSummary(tour, t('yourTour'), ui)}</div>
      <p class="lead">${t('cancelText')}</p>
      <button
        type="button"
        class="chip"
        aria-disabled=${step.sending.status === 'sending' ? 'true' : nothing}
        @click=${() => send({ type: 'go-to-chat' })}
      >
        ${t('keepTour')}
      </button>`,
    { idle: 'cancelConfirm', busy: 'cancelling' },
    step,
    ui,
  );
}

function cancelledPage({ booking, byVisitor }: StepAt<'cancelled'>, ui: Ui): TemplateResult {
  const { t, send } = ui;
  const bookAgain = html`<button class="primary" @click=${() => send({ type: 'start-tour' })}>
    ${t('again')}
  </button>`;
  return scrollView(
    emptyPage(
      byVisitor ? 'check' : 'calendar',
      t(byVisitor ? 'cancelledTitle' : 'cancelledByTeamTitle'),
      t(byVisitor ? 'cancelledText' : 'cancelledByTeamText', { when: tourTime(booking, ui) }),
      html`${bookAgain}${backToChatButton(ui)}`,
    ),
  );
}
