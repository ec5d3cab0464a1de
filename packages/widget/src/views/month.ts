import { html, nothing, type TemplateResult } from 'lit';
import type { Availability } from '@luma-leasing/types/availability';
import { configOf, type State, type Step } from '../flow/state.ts';
import { monthLabel, shortDayLabel, todayIn } from '../lib/format.ts';
import { addDays, monthOf } from '../lib/month-grid.ts';
import { dayGrid } from './day-grid.ts';
import { contactCard } from './links.ts';
import { kitPlaceholder, problemNotice } from './problem.ts';
import type { Ui } from './ui.ts';

type MonthStep = Extract<Step, { at: 'month' }>;

export function monthView(state: State, step: MonthStep, ui: Ui): TemplateResult {
  const { config, times } = state;
  const failed = [config, times].find((load) => load.status === 'failed');
  const value = times.status === 'ready' ? times.value : null;
  return html`<div class="view">
    <div class="scroll pad">
      ${failed ? problemNotice(failed.problem, ui) : nothing}
      ${state.changingTour ? nothing : tourTypes(state, ui)}
      ${
        failed
          ? contactCard(configOf(state)?.property.contact ?? null, ui)
          : value?.availableDates.length === 0
            ? (ui.kit?.noFreeTimes(state, ui) ?? kitPlaceholder(state, ui))
            : calendar(state, step, value, ui)
      }
    </div>
  </div>`;
}

function calendar(
  state: State,
  step: MonthStep,
  value: Availability | null,
  ui: Ui,
): TemplateResult {
  const { t, send, locale, now } = ui;
  const config = configOf(state);
  const zone = config?.property.timezone ?? value?.timezone ?? ui.zone;
  const today = todayIn(zone, now);
  const first = value?.availableDates[0];
  const last = value?.availableDates.at(-1) ?? today;
  const end = addDays(today, config?.tours.horizonDays ?? 14);
  const month = step.month ?? monthOf(first ?? today);
  const freeThisMonth = value?.availableDates.some((date) => monthOf(date) === month);
  const nextFreeDay = value?.availableDates.find((date) => monthOf(date) > month) ?? first;
  return html`
    ${dayGrid(
      {
        month,
        min: today,
        max: last > end ? last : end,
        today,
        picked: step.picked,
        focused: step.focused,
        free: value,
      },
      ui,
    )}
    <p class="sr" role="status">${value ? nothing : t('loading')}</p>
    ${
      value && !freeThisMonth && nextFreeDay
        ? html`<p class="hint">
            ${t('noneThisMonth', { month: monthLabel(month, locale) })}
            <button
              class="link"
              @click=${() => send({ type: 'turn-month', month: monthOf(nextFreeDay) })}
            >
              ${t('goToFirst', { day: shortDayLabel(nextFreeDay, locale) })}
            </button>
          </p>`
        : html`<p class="hint legend">${t('legend')}</p>`
    }
    ${value?.source === 'stale' ? html`<p class="hint">${t('stale')}</p>` : nothing}
    <p class="hint">
      ${t('noTimeFits')}
      <button class="link" @click=${() => send({ type: 'want-callback' })}>
        ${t('askCallback')}
      </button>
    </p>
  `;
}

/** Stands before the calendar, because each type of tour has its own free times. */
function tourTypes(state: State, { t, send }: Ui): TemplateResult | typeof nothing {
  const types = configOf(state)?.tours.types ?? [];
  if (types.length < 2) return nothing;
  const chosen = state.tourType ?? types[0]?.id;
  return html`<fieldset class="kinds">
    <legend class="sr">${t('tourKind')}</legend>
    ${types.map(
      ({ id }) =>
        html`<label>
          <input
            type="radio"
            name="kind"
            class="sr"
            .checked=${id === chosen}
            @change=${() => send({ type: 'pick-tour-type', tourType: id })}
          />
          <span>${t(id)}</span>
        </label>`,
    )}
  </fieldset>`;
}
