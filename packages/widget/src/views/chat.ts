import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icon.ts';
import { isKitLine } from '../flow/need-kit.ts';
import {
  configOf,
  type OwnTour,
  type RememberedTour,
  type State,
  type TalkLine,
} from '../flow/state.ts';
import { dayLabel, dateIn, timeLabel } from '../lib/format.ts';
import { externalLink } from './links.ts';
import { kitPlaceholder, problemNotice, typingDots } from './problem.ts';
import type { Ui } from './ui.ts';

export function chatView(state: State, ui: Ui): TemplateResult {
  const { t } = ui;
  const name = configOf(state)?.brand.assistantName ?? t('assistant');
  const problem = state.config.status === 'failed' ? state.config.problem : state.chatProblem;
  return html`
    <div class="view chat">
      <div class="scroll talk" data-tail tabindex="-1">
        <div class="log" role="log" aria-label=${t('conversation')} aria-relevant="additions">
          ${state.talk.map((line) => talkLine(line, state, ui))}
        </div>
        ${state.ownTours.length > 0 ? ownTours(state, ui) : nothing}
        ${problem ? problemNotice(problem, ui) : nothing}
        ${isWaiting(state) ? typingDots(t('typing', { name })) : nothing} ${chips(state, ui)}
      </div>
      ${composer(ui)}
    </div>
  `;
}

const isWaiting = (state: State): boolean =>
  (state.unanswered.length > 0 && !state.chatProblem) || state.config.status === 'loading';

function talkLine(line: TalkLine, state: State, ui: Ui): TemplateResult {
  if (line.author === 'visitor') {
    return html`<div class="line visitor">
      <span class="sr">${ui.t('you')}: </span>
      <p class="bubble">${line.text}</p>
    </div>`;
  }
  return html`<div class="line luma">${lumaLine(line, state, ui)}</div>`;
}

function lumaLine(line: Extract<TalkLine, { author: 'luma' }>, state: State, ui: Ui): unknown {
  const { t, send } = ui;
  if (isKitLine(line)) return ui.kit?.talkLine(line, state, ui) ?? kitPlaceholder(state, ui);
  const config = configOf(state);
  switch (line.kind) {
    case 'greeting': {
      const property = config?.property.name ?? '';
      return html`<p class="bubble">${config?.brand.greeting ?? t('greeting', { property })}</p>`;
    }
    case 'tour-offer':
      return html`<p class="bubble">
        ${t('answerTour')}
        <button class="link" @click=${() => send({ type: 'start-tour' })}>
          ${t('openCalendar')}
        </button>
      </p>`;
    case 'question-prompt':
      return html`<p class="bubble">${t('answerAsk')}</p>`;
    case 'booked':
      return html`<p class="bubble">${t('bookedLine', { when: tourTime(line.booking, ui) })}</p>`;
  }
}

export const tourTime = (
  { startsAt, timezone }: Pick<RememberedTour, 'startsAt' | 'timezone'>,
  { locale }: Ui,
): string =>
  `${dayLabel(dateIn(timezone, startsAt), locale)}, ${timeLabel(startsAt, timezone, locale)}`;

/** Stands below the last line of the chat. */
const ownTours = (state: State, ui: Ui): TemplateResult =>
  html`<div class="line luma">
    ${state.ownTours.map((tour) => ui.kit?.ownTourCard(tour, state, ui) ?? tourCard(tour, ui))}
  </div>`;

/** Without the kit, a tour is changed on the page of its manage link. */
const tourCard = ({ remembered }: OwnTour, ui: Ui): TemplateResult =>
  html`<div class="card mini">
    <span class="badge">${icon('calendar')}</span>
    <p><small>${ui.t('yourTour')}</small><br /><strong>${tourTime(remembered, ui)}</strong></p>
    ${externalLink(remembered.manageUrl, ui.t('changeOrCancel'), ui.t)}
  </div>`;

function chips(state: State, { t, send }: Ui): TemplateResult | typeof nothing {
  const last = state.talk.at(-1);
  const offer =
    last?.author === 'luma' && ['greeting', 'booked', 'moved', 'cancelled'].includes(last.kind);
  if (!offer || isWaiting(state)) return nothing;
  return html`<div class="chips">
    <button
      class="chip strong"
      @click=${() => send({ type: 'start-tour', chipText: t('sayTour') })}
    >
      ${icon('calendar')}${t(state.ownTours.length > 0 ? 'again' : 'chipTour')}
    </button>
    <button class="chip" @click=${() => send({ type: 'ask-question' })}>${t('chipAsk')}</button>
  </div>`;
}

function composer({ t, send }: Ui): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const text = new FormData(form).get('message');
    if (typeof text === 'string') send({ type: 'send-chat-message', text });
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
