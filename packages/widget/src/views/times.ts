import { html, nothing, type TemplateResult } from 'lit';
import type { Slot } from '@luma-leasing/types/availability';
import { icon } from './icon.ts';
import type { State, Step } from '../flow/state.ts';
import type { StringKey } from '../i18n/words.ts';
import {
  dateIn,
  dayLabel,
  sameWallClock,
  shortDayLabel,
  timeLabel,
  zoneCity,
  zoneShort,
} from '../lib/format.ts';
import { problemNotice } from './problem.ts';
import type { Ui } from './ui.ts';

type TimesStep = Extract<Step, { at: 'times' }>;

const dayParts: readonly [StringKey, from: string, to: string][] = [
  ['morning', '00', '12'],
  ['afternoon', '12', '17'],
  ['evening', '17', '25'],
];

export function timesView(state: State, step: TimesStep, ui: Ui): TemplateResult {
  const { t, locale } = ui;
  const value = state.times.status === 'ready' ? state.times.value : null;
  const free = value?.slotsByDate[step.date]?.filter((slot) => slot.available) ?? [];
  const zone = value?.timezone ?? 'UTC';
  const at = free[0]?.startsAt ?? ui.now;
  const day = dayLabel(step.date, locale);
  return html`<div class="view">
    <div class="scroll pad">
      <h3 class="big" tabindex="-1" data-start>${day}</h3>
      ${
        value
          ? html`<p class="hint zone">
              ${icon('clock')}
              ${t('timesIn', { city: zoneCity(zone), short: zoneShort(zone, at, locale) })}
            </p>`
          : nothing
      }
      ${
        step.notice
          ? html`<p class="notice calm" role="alert">${icon('alert')} ${t('notOffered')}</p>`
          : nothing
      }
      ${state.times.status === 'failed' ? problemNotice(state.times.problem, ui) : nothing}
      <p class="sr" role="status">${isLoading(state) ? t('loading') : nothing}</p>
      ${isLoading(state) ? skeleton : nothing}
      <div role="group" aria-label=${t('timesOn', { day })}>
        ${dayParts.map(([name, from, to]) => {
          const slots = free.filter(({ time }) => time >= from && time < to);
          return slots.length > 0
            ? html`<h4>${t(name)}</h4>
                <div class="times">${slots.map((slot) => timeButton(slot, step, zone, ui))}</div>`
            : nothing;
        })}
      </div>
      ${
        value && free.length === 0
          ? html`<p class="hint">${t('noneThisDay')}</p>
              <button class="primary" @click=${() => ui.send({ type: 'go-back' })}>
                ${t('otherDay')}
              </button>`
          : nothing
      }
    </div>
  </div>`;
}

const isLoading = ({ times: { status } }: State): boolean =>
  status === 'idle' || status === 'loading';

const skeleton = html`<div class="times" aria-hidden="true">
  ${['', '', '', '', '', ''].map(() => html`<i class="time waits"></i>`)}
</div>`;

/** The time in the visitor's zone, with the day where it is another day there. */
function visitorTime(startsAt: string, date: string, { zone, locale }: Ui): string {
  const visitorDate = dateIn(zone, startsAt);
  const day = visitorDate === date ? '' : `${shortDayLabel(visitorDate, locale)}, `;
  return day + timeLabel(startsAt, zone, locale);
}

function timeButton(slot: Slot, step: TimesStep, zone: string, ui: Ui): TemplateResult {
  const { startsAt, time } = slot;
  const visitorsOwn = sameWallClock(startsAt, zone, ui.zone)
    ? null
    : visitorTime(startsAt, step.date, ui);
  return html`<button
    class="time"
    aria-pressed=${step.picked?.startsAt === startsAt ? 'true' : nothing}
    @click=${() => ui.send({ type: 'pick-time', slot: { startsAt, time, date: step.date } })}
  >
    <span>${timeLabel(startsAt, zone, ui.locale)}</span>
    ${visitorsOwn ? html`<small>${ui.t('yourTime', { time: visitorsOwn })}</small>` : nothing}
  </button>`;
}
