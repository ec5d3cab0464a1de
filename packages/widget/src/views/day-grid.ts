import { html, nothing, type TemplateResult } from 'lit';
import type { Availability } from '@luma-leasing/types/availability';
import { icon } from './icon.ts';
import { dayLabel, dayNumber, monthLabel, weekdayNames } from '../lib/format.ts';
import {
  clampDate,
  dayForKey,
  firstDayOfWeek,
  monthOf,
  monthWithin,
  shiftMonth,
  weeksOf,
} from '../lib/month-grid.ts';
import type { Ui } from './ui.ts';

/** Dates are `YYYY-MM-DD`, in the property's zone. */
export interface DayGrid {
  month: string;
  /** The first and the last day of the calendar. */
  min: string;
  max: string;
  today: string;
  picked: string | null;
  /** The day that the keyboard moved to. */
  focused: string | null;
  /** Null while it is loading. */
  free: Availability | null;
}

/** One month of days, with the keyboard of the ARIA date grid. */
export function dayGrid(grid: DayGrid, ui: Ui): TemplateResult {
  const { month, free } = grid;
  const { locale } = ui;
  const firstDay = firstDayOfWeek(locale);
  const tabStop = tabStopOf(grid);
  const onKey = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const date = dayForKey(tabStop, event.key, {
      ...grid,
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
      ${monthButton(grid, -1, ui)} ${monthButton(grid, 1, ui)}
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
                monthOf(date) === month
                  ? dayCell(date, date === tabStop, grid, ui)
                  : html`<td></td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  `;
}

/** The one day that Tab reaches: the focused, the picked or the first free day, else today or the first day. */
function tabStopOf({ month, min, max, today, picked, focused, free }: DayGrid): string {
  const first = free?.availableDates.find((date) => monthOf(date) === month);
  const wished = [focused, picked, first, today].find((date) => date && monthOf(date) === month);
  return wished ?? clampDate(`${month}-01`, min, max);
}

function monthButton({ month, min, max }: DayGrid, by: -1 | 1, { t, send }: Ui): TemplateResult {
  const target = shiftMonth(month, by);
  const inRange = monthWithin(target, min, max);
  return html`<button
    class="round"
    aria-label=${t(by < 0 ? 'previousMonth' : 'nextMonth')}
    aria-disabled=${inRange ? nothing : 'true'}
    @click=${() => inRange && send({ type: 'turn-month', month: target })}
  >
    ${icon(by < 0 ? 'back' : 'forward')}
  </button>`;
}

function dayCell(
  date: string,
  isTabStop: boolean,
  { today, picked, free }: DayGrid,
  { t, send, locale }: Ui,
): TemplateResult {
  const n = free?.slotsByDate[date]?.filter((slot) => slot.available).length ?? 0;
  return html`<td aria-selected=${date === picked}>
    <button
      class=${n ? 'free' : 'none'}
      tabindex=${isTabStop ? 0 : -1}
      ?data-start=${isTabStop}
      aria-label=${t(n ? 'dayFree' : 'dayNone', { day: dayLabel(date, locale), n })}
      aria-disabled=${n ? nothing : 'true'}
      aria-current=${date === today ? 'date' : nothing}
      @click=${() => send({ type: n ? 'pick-day' : 'focus-day', date })}
    >
      <span>${dayNumber(date, locale)}</span>
    </button>
  </td>`;
}
