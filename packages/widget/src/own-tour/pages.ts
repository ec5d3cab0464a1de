import { html, nothing, type TemplateResult } from 'lit';
import { calm, emptyPage, toChat } from '../detours/empty-page.ts';
import { takenNotice } from '../detours/taken.ts';
import type { OwnTour, State } from '../flow/state.ts';
import { when } from '../views/chat.ts';
import { submitFoot } from '../views/field.ts';
import { contactCard, problemText } from '../views/trouble.ts';
import type { OwnStep, Ui } from '../views/ui.ts';
import { face } from './face.ts';

type At<Name extends OwnStep['at']> = Extract<OwnStep, { at: Name }>;

export function page(state: State, step: OwnStep, ui: Ui): TemplateResult {
  switch (step.at) {
    case 'move':
      return movePage(state, step, ui);
    case 'cancel':
      return cancelPage(state, step, ui);
    case 'cancelled':
      return cancelledPage(step, ui);
    case 'unchangeable':
      return calm(
        emptyPage(
          'alert',
          ui.t('unchangeableTitle'),
          problemText(step.problem, ui),
          html`${contactCard(step.contact, ui)}${toChat(ui)}`,
        ),
      );
  }
}

const tourOf = (state: State, { id }: { id: string }): OwnTour | undefined =>
  state.tours.find(({ known }) => known.id === id);

/** A question with one button that does it; both may fail and be tried again. */
const asking = (
  content: TemplateResult,
  words: Parameters<typeof submitFoot>[0],
  { sending }: At<'move' | 'cancel'>,
  ui: Ui,
  blocked = false,
): TemplateResult =>
  html`<form
    class="view"
    @submit=${(event: Event) => {
      event.preventDefault();
      ui.send({ type: 'own', message: { own: 'confirm' } });
    }}
  >
    <div class="scroll pad">${content}</div>
    ${submitFoot(words, { flaws: {}, sending }, ui, blocked, null)}
  </form>`;

function movePage(state: State, step: At<'move'>, ui: Ui): TemplateResult {
  const { t } = ui;
  const tour = tourOf(state, step);
  if (!tour) return html``;
  const to = { ...tour, known: { ...tour.known, startsAt: step.slot.startsAt, agentName: '' } };
  return asking(
    html`<h3 class="big" tabindex="-1" data-start>${t('moveTitle')}</h3>
      <div class="card own">
        ${face({ ...tour, known: { ...tour.known, agentName: '' } }, t('moveFrom'), ui)}
        <div class=${step.taken ? 'taken' : ''}>${face(to, t('moveTo'), ui)}</div>
      </div>
      ${step.taken ? takenNotice(state, step, ui, ['moveTaken', 'moveTakenNone']) : nothing}`,
    { idle: 'moveConfirm', busy: 'moving' },
    step,
    ui,
    step.taken,
  );
}

function cancelPage(state: State, step: At<'cancel'>, ui: Ui): TemplateResult {
  const { t, send } = ui;
  const tour = tourOf(state, step);
  if (!tour) return html``;
  return asking(
    html`<h3 class="big" tabindex="-1" data-start>${t('cancelTitle')}</h3>
      <div class="card own">${face(tour, t('yourTour'), ui)}</div>
      <p class="lead">${t('cancelText')}</p>
      <button
        type="button"
        class="chip"
        aria-disabled=${step.sending.status === 'sending' ? 'true' : nothing}
        @click=${() => send({ type: 'to-chat' })}
      >
        ${t('keepTour')}
      </button>`,
    { idle: 'cancelConfirm', busy: 'cancelling' },
    step,
    ui,
  );
}

function cancelledPage({ booking, ours }: At<'cancelled'>, ui: Ui): TemplateResult {
  const { t, send } = ui;
  const again = html`<button class="primary" @click=${() => send({ type: 'start-tour' })}>
    ${t('again')}
  </button>`;
  return calm(
    emptyPage(
      ours ? 'check' : 'calendar',
      t(ours ? 'cancelledTitle' : 'cancelledByTeamTitle'),
      t(ours ? 'cancelledText' : 'cancelledByTeamText', { when: when(booking, ui) }),
      html`${again}${toChat(ui)}`,
    ),
  );
}
