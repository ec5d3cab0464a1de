import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../elements/icon.ts';
import { configOf, type Question, type Remembered, type State, type Talk } from '../flow/state.ts';
import { dayLabel, dateIn, timeLabel } from '../lib/format.ts';
import { linkOut } from './link-out.ts';
import { problemText } from './problem-text.ts';
import { contactCard, trouble } from './trouble.ts';
import type { Ui } from './ui.ts';

export function chatView(state: State, ui: Ui): TemplateResult {
  const { t } = ui;
  const name = configOf(state)?.brand.assistantName ?? t('assistant');
  return html`
    <div class="view chat">
      <div class="scroll talk" data-tail tabindex="-1">
        <div class="log" role="log" aria-label=${t('conversation')} aria-relevant="additions">
          ${state.talk.map((line) => talkLine(line, state, ui))}
        </div>
        ${state.config.status === 'failed' ? trouble(state.config.problem, ui) : nothing}
        ${
          waiting(state)
            ? html`<p class="bubble luma dots" role="status" aria-label=${t('typing', { name })}>
                <i></i><i></i><i></i>
              </p>`
            : nothing
        }
        ${chips(state, ui)}
      </div>
      ${composer(ui)}
    </div>
  `;
}

const waiting = (state: State): boolean =>
  state.unanswered.length > 0 || state.config.status === 'loading';

function talkLine(line: Talk, state: State, ui: Ui): TemplateResult {
  if (line.by === 'visitor') {
    return html`<div class="line visitor">
      <span class="sr">${ui.t('you')}: </span>
      <p class="bubble">${line.text}</p>
    </div>`;
  }
  return html`<div class="line luma">${lumaSays(line, state, ui)}</div>`;
}

function lumaSays(line: Extract<Talk, { by: 'luma' }>, state: State, ui: Ui): TemplateResult {
  const { t, send } = ui;
  const config = configOf(state);
  switch (line.says) {
    case 'greeting': {
      const property = config?.property.name ?? '';
      const known = state.talk.some((other) => other.by === 'luma' && other.says === 'booked');
      return html`<p class="bubble">${config?.brand.greeting ?? t('greeting', { property })}</p>
        ${state.booked && !known ? tourCard(state.booked, ui) : nothing}`;
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
    case 'change':
      return html`<p class="bubble">${t(state.booked ? 'answerChangeHere' : 'answerChange')}</p>
        ${state.booked ? tourCard(state.booked, ui) : contactCard(config?.property.contact ?? null, ui)}`;
    case 'booked':
      return html`<p class="bubble">${t('bookedLine', { when: when(line.booking, ui) })}</p>
        ${tourCard(line.booking, ui)}`;
    case 'question':
      return html`<p class="bubble">${t('cannotAnswer')}</p>
        ${questionForm(line.id, line.question, ui)}`;
  }
}

const when = ({ startsAt, timezone }: Remembered, { locale }: Ui): string =>
  `${dayLabel(dateIn(timezone, startsAt), locale)}, ${timeLabel(startsAt, timezone, locale)}`;

/** This browser's own tour, with the way to change it. */
const tourCard = (booking: Remembered, ui: Ui): TemplateResult =>
  html`<div class="card mini">
    <span class="badge">${icon('calendar')}</span>
    <p><small>${ui.t('yourTour')}</small><br /><strong>${when(booking, ui)}</strong></p>
    ${linkOut(booking.manageUrl, ui.t('changeOrCancel'), ui.t)}
  </div>`;

function questionForm(id: string, question: Question, { t, send }: Ui): TemplateResult {
  const { sending, flaw, reach } = question;
  if (question.sent) {
    return html`<p class="bubble">${icon('check')} ${t('questionSent', { reach })}</p>`;
  }
  const busy = sending.status === 'sending';
  const submit = (event: Event) => {
    event.preventDefault();
    send({ type: 'submit-question', id });
  };
  return html`<form class="card ask" novalidate @submit=${submit}>
    <label for=${`reach-${id}`}>${t('reach')}</label>
    <input
      id=${`reach-${id}`}
      class="input"
      autocomplete="email"
      .value=${reach}
      aria-invalid=${flaw ? 'true' : nothing}
      aria-describedby=${`flaw-${id}`}
      @input=${(event: InputEvent) =>
        send({ type: 'reach', id, reach: (event.target as HTMLInputElement).value })}
    />
    <p class="flaw" id=${`flaw-${id}`} aria-live="polite">${flaw ? t(`flaw_${flaw}`) : nothing}</p>
    ${
      sending.status === 'failed'
        ? html`<p class="flaw" role="alert">${problemText(sending.problem, t)}</p>`
        : nothing
    }
    <button class="primary" aria-busy=${busy} aria-disabled=${busy ? 'true' : nothing}>
      ${t(busy ? 'callbackSending' : sending.status === 'failed' ? 'tryAgain' : 'reachSend')}
    </button>
  </form>`;
}

/** What most people want next, one tap away. */
function chips(state: State, { t, send }: Ui): TemplateResult | typeof nothing {
  const last = state.talk.at(-1);
  const offer = last?.by === 'luma' && (last.says === 'greeting' || last.says === 'booked');
  if (!offer || waiting(state)) return nothing;
  return html`<div class="chips">
    <button class="chip strong" @click=${() => send({ type: 'start-tour', spoken: t('sayTour') })}>
      ${icon('calendar')}${t(state.booked ? 'again' : 'chipTour')}
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
