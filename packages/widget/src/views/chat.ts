import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icon.ts';
import { isKits } from '../flow/next.ts';
import { configOf, type OwnTour, type Remembered, type State, type Talk } from '../flow/state.ts';
import { dayLabel, dateIn, timeLabel } from '../lib/format.ts';
import { linkOut } from './link-out.ts';
import { dots, standIn, trouble } from './trouble.ts';
import type { Ui } from './ui.ts';

export function chatView(state: State, ui: Ui): TemplateResult {
  const { t } = ui;
  const name = configOf(state)?.brand.assistantName ?? t('assistant');
  const problem = state.config.status === 'failed' ? state.config.problem : state.unheard;
  return html`
    <div class="view chat">
      <div class="scroll talk" data-tail tabindex="-1">
        <div class="log" role="log" aria-label=${t('conversation')} aria-relevant="additions">
          ${state.talk.map((line) => talkLine(line, state, ui))}
        </div>
        ${state.tours.length > 0 ? tours(state, ui) : nothing}
        ${problem ? trouble(problem, ui) : nothing}
        ${waiting(state) ? dots(t('typing', { name })) : nothing} ${chips(state, ui)}
      </div>
      ${composer(ui)}
    </div>
  `;
}

const waiting = (state: State): boolean =>
  (state.unanswered.length > 0 && !state.unheard) || state.config.status === 'loading';

function talkLine(line: Talk, state: State, ui: Ui): TemplateResult {
  if (line.by === 'visitor') {
    return html`<div class="line visitor">
      <span class="sr">${ui.t('you')}: </span>
      <p class="bubble">${line.text}</p>
    </div>`;
  }
  return html`<div class="line luma">${lumaSays(line, state, ui)}</div>`;
}

function lumaSays(line: Extract<Talk, { by: 'luma' }>, state: State, ui: Ui): unknown {
  const { t, send } = ui;
  if (isKits(line)) return ui.kit?.says(line, state, ui) ?? standIn(state, ui);
  const config = configOf(state);
  switch (line.says) {
    case 'greeting': {
      const property = config?.property.name ?? '';
      return html`<p class="bubble">${config?.brand.greeting ?? t('greeting', { property })}</p>`;
    }
    case 'tour':
      return html`<p class="bubble">
        ${t('answerTour')}
        <button class="link" @click=${() => send({ type: 'start-tour' })}>
          ${t('openCalendar')}
        </button>
      </p>`;
    case 'ask':
      return html`<p class="bubble">${t('answerAsk')}</p>`;
    case 'booked':
      return html`<p class="bubble">${t('bookedLine', { when: when(line.booking, ui) })}</p>`;
  }
}

export const when = (
  { startsAt, timezone }: Pick<Remembered, 'startsAt' | 'timezone'>,
  { locale }: Ui,
): string =>
  `${dayLabel(dateIn(timezone, startsAt), locale)}, ${timeLabel(startsAt, timezone, locale)}`;

/** This browser's own tours, under what was said last. */
const tours = (state: State, ui: Ui): TemplateResult =>
  html`<div class="line luma">
    ${state.tours.map((tour) => ui.kit?.card(tour, state, ui) ?? tourCard(tour, ui))}
  </div>`;

/** Until the code that looks after it has come, or where it does not: a page of its own does the same. */
const tourCard = ({ known }: OwnTour, ui: Ui): TemplateResult =>
  html`<div class="card mini">
    <span class="badge">${icon('calendar')}</span>
    <p><small>${ui.t('yourTour')}</small><br /><strong>${when(known, ui)}</strong></p>
    ${linkOut(known.manageUrl, ui.t('changeOrCancel'), ui.t)}
  </div>`;

/** What most people want next, one tap away. */
function chips(state: State, { t, send }: Ui): TemplateResult | typeof nothing {
  const last = state.talk.at(-1);
  const offer =
    last?.by === 'luma' && ['greeting', 'booked', 'moved', 'cancelled'].includes(last.says);
  if (!offer || waiting(state)) return nothing;
  return html`<div class="chips">
    <button class="chip strong" @click=${() => send({ type: 'start-tour', spoken: t('sayTour') })}>
      ${icon('calendar')}${t(state.tours.length > 0 ? 'again' : 'chipTour')}
    </button>
    <button class="chip" @click=${() => send({ type: 'ask' })}>${t('chipAsk')}</button>
  </div>`;
}

function composer({ t, send }: Ui): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const said = new FormData(form).get('message');
    if (typeof said === 'string') send({ type: 'say', text: said });
    form.reset();
  };
  return html`<form class="composer" @submit=${submit}>
    <input
      name="message"
      data-composer
      class="input"
      maxlength="2000"
      autocomplete="off"
      enterkeyhint="send"
      aria-label=${t('message')}
      placeholder=${t('messageHint')}
    />
    <button class="round" aria-label=${t('send')}>${icon('send')}</button>
  </form>`;
}
