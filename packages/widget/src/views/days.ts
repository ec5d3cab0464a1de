import { html, nothing, type TemplateResult } from 'lit';
import type { Availability } from '@luma-leasing/types/availability';
import { icon } from './icon.ts';
import { dayLabel, dayNumber, monthLabel, weekdayNames } from '../lib/format.ts';
import {
  clamp,
  firstDayOfWeek,
  monthOf,
  monthWithin,
  moveFocus,
  shiftMonth,
  weeksOf,
} from '../lib/month-grid.ts';
import type { Ui } from './ui.ts';

/** Dates are `YYYY-MM-DD`, in the property's zone. */
export interface Days {
  month: string;
  /** The first and the last day that may be reached. */
  min: string;
  max: string;
  today: string;
  picked: string | null;
  /** Where the keys went. */
  focused: string | null;
  /** Null while it is on its way. */
  free: Availability | null;
}

/** One month of days to pick from, by the keys of the ARIA date grid. */
export function days(shown: Days, ui: Ui): TemplateResult {
  const { month, free } = shown;
  const { locale } = ui;
  const firstDay = firstDayOfWeek(locale);
  const reached = tabStop(shown);
  const onKey = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const date = moveFocus(reached, event.key, {
      ...shown,
      firstDay,
      rtl: (event.currentTarget as Element).closest('[dir]')?.getAttribute('dir') === 'rtl',
      shift: event.shiftKey,
    });
    if (!date) return;
    event.preventDefault();
    ui.send({ type: 'focus-day', date });
  };
  return html`
    <div class="turn">
      <h3 id="month" aria-live="polite">${monthLabel(month, locale)}</h3>
      ${turn(shown, -1, ui)} ${turn(shown, 1, ui)}
    </div>
    <table role="grid" aria-labelledby="month" aria-busy=${!free} @keydown=${onKey}>
      <thead>
        <tr>
          ${weekdayNames(locale, firstDay).map(
            ({ long, short }) => html`<th scope="col" abbr=${long}>${short}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${weeksOf(month, firstDay).map(
          (week) =>
            html`<tr>
              ${week.map((date) =>
                monthOf(date) === month ? day(date, date === reached, shown, ui) : html`<td></td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  `;
}

/** The one day that Tab reaches: where the keys went, the picked one, the first free one, today, or the first there is. */
function tabStop({ month, min, max, today, picked, focused, free }: Days): string {
  const first = free?.availableDates.find((date) => monthOf(date) === month);
  const wished = [focused, picked, first, today].find((date) => date && monthOf(date) === month);
  return wished ?? clamp(`${month}-01`, min, max);
}

function turn({ month, min, max }: Days, by: -1 | 1, { t, send }: Ui): TemplateResult {
  const there = shiftMonth(month, by);
  const can = monthWithin(there, min, max);
  return html`<button
    class="round"
    aria-label=${t(by < 0 ? 'previousMonth' : 'nextMonth')}
    aria-disabled=${can ? nothing : 'true'}
    @click=${() => can && send({ type: 'turn-month', month: there })}
  >
    ${icon(by < 0 ? 'back' : 'on')}
  </button>`;
}

function day(
  date: string,
  reached: boolean,
  { today, picked, free }: Days,
  { t, send, locale }: Ui,
): TemplateResult {
  const n = free?.slotsByDate[date]?.filter((slot) => slot.available).length ?? 0;
  return html`<td aria-selected=${date === picked}>
    <button
      class=${n ? 'free' : 'none'}
      tabindex=${reached ? 0 : -1}
      ?data-start=${reached}
      aria-label=${t(n ? 'dayFree' : 'dayNone', { day: dayLabel(date, locale), n })}
      aria-disabled=${n ? nothing : 'true'}
      aria-current=${date === today ? 'date' : nothing}
      @click=${() => send({ type: n ? 'pick-day' : 'focus-day', date })}
    >
      <span>${dayNumber(date, locale)}</span>
    </button>
  </td>`;
}
