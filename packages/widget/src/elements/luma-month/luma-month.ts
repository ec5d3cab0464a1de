import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { dayLabel, dayNumber, monthLabel, weekdayNames } from '../../lib/format.ts';
import {
  clamp,
  firstDayOfWeek,
  monthOf,
  monthWithin,
  moveFocus,
  shiftMonth,
  weeksOf,
} from '../../lib/month-grid.ts';
import { icon } from '../icon.ts';
import { monthStyles } from './luma-month.styles.ts';

/** The words a month needs; the date in them is already in words. */
export interface MonthWords {
  previous: string;
  next: string;
  day(label: string, free: number): string;
}

/**
 * One month of days to pick from, by the keys of the ARIA date grid. Dates are `YYYY-MM-DD`.
 *
 * @fires luma-turn - Another month is shown: `detail.month`, `YYYY-MM`.
 * @fires luma-pick - A day with free times was picked: `detail.date`.
 */
export class LumaMonth extends LitElement {
  static override styles = monthStyles;
  static override properties = {
    month: {},
    min: {},
    max: {},
    today: {},
    picked: {},
    locale: {},
    free: { attribute: false },
    words: { attribute: false },
    loading: { type: Boolean },
    focused: { state: true },
  };

  declare month: string;
  declare min: string;
  declare max: string;
  declare today: string;
  declare picked: string | null;
  declare locale: string;
  /** How many free times a date has; a date that is not there has none. */
  declare free: ReadonlyMap<string, number>;
  declare words: MonthWords;
  declare loading: boolean;
  /** The one day that Tab reaches. */
  declare protected focused: string | null;
  #moved = false;

  constructor() {
    super();
    this.month = '1970-01';
    this.min = this.max = this.today = '1970-01-01';
    this.picked = null;
    this.locale = 'en';
    this.free = new Map();
    this.words = { previous: '', next: '', day: (label) => label };
    this.loading = false;
    this.focused = null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    const lost = !this.focused || monthOf(this.focused) !== this.month;
    if (lost || changed.has('free') || changed.has('picked')) {
      if (lost || !this.#moved) {
        this.focused = this.#firstFocus();
        // The days came while the focus was on one: it goes along to the first free one.
        this.#moved ||= Boolean(this.shadowRoot?.activeElement?.closest('td'));
      }
    }
  }

  protected override updated(): void {
    if (!this.#moved) return;
    this.#moved = false;
    this.focus();
  }

  /** To the day that Tab would reach. */
  override focus(options?: FocusOptions): void {
    const day = () => this.renderRoot.querySelector<HTMLElement>('[tabindex="0"]')?.focus(options);
    if (this.hasUpdated) day();
    else void this.updateComplete.then(day);
  }

  /** The picked day, else the first free one, else today, else the first that may be reached. */
  #firstFocus(): string {
    const inMonth = (date: string | null | undefined) => date && monthOf(date) === this.month;
    if (inMonth(this.picked)) return this.picked ?? '';
    const first = [...this.free.keys()].sort().find(inMonth);
    return (
      first ?? clamp(inMonth(this.today) ? this.today : `${this.month}-01`, this.min, this.max)
    );
  }

  #turn(by: number): void {
    const month = shiftMonth(this.month, by);
    if (monthWithin(month, this.min, this.max)) this.#show(month);
  }

  /** At once, not when the owner has heard of it: the focus may be waiting there. */
  #show(month: string): void {
    this.month = month;
    this.#say('luma-turn', { month });
  }

  #pick(date: string): void {
    this.focused = date;
    if (this.free.get(date)) this.#say('luma-pick', { date });
  }

  #say(name: string, detail: Record<string, string>): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #onKey(event: KeyboardEvent): void {
    if (!this.focused || event.altKey || event.ctrlKey || event.metaKey) return;
    const date = moveFocus(this.focused, event.key, {
      firstDay: firstDayOfWeek(this.locale),
      min: this.min,
      max: this.max,
      rtl: getComputedStyle(this).direction === 'rtl',
      shift: event.shiftKey,
    });
    if (!date) return;
    event.preventDefault();
    this.#moved = true;
    this.focused = date;
    if (monthOf(date) !== this.month) this.#show(monthOf(date));
  }

  protected override render(): TemplateResult {
    const { locale, month, words } = this;
    const firstDay = firstDayOfWeek(locale);
    const can = (by: number) => monthWithin(shiftMonth(month, by), this.min, this.max);
    return html`
      <div class="head">
        <h3 id="title" aria-live="polite">${monthLabel(month, locale)}</h3>
        <button
          class="turn"
          aria-label=${words.previous}
          aria-disabled=${can(-1) ? nothing : 'true'}
          @click=${() => this.#turn(-1)}
        >
          ${icon('back')}
        </button>
        <button
          class="turn"
          aria-label=${words.next}
          aria-disabled=${can(1) ? nothing : 'true'}
          @click=${() => this.#turn(1)}
        >
          ${icon('on')}
        </button>
      </div>
      <table role="grid" aria-labelledby="title" aria-busy=${this.loading} @keydown=${this.#onKey}>
        <thead>
          <tr>
            ${weekdayNames(locale, firstDay).map(
              (name) => html`<th scope="col" abbr=${name.long}>${name.short}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${weeksOf(month, firstDay).map(
            (week) =>
              html`<tr>
                ${week.map((date) => this.#cell(date))}
              </tr>`,
          )}
        </tbody>
      </table>
    `;
  }

  #cell(date: string): TemplateResult {
    if (monthOf(date) !== this.month) return html`<td></td>`;
    const count = this.free.get(date) ?? 0;
    const picked = date === this.picked;
    return html`<td aria-selected=${picked}>
      <button
        part="day"
        class=${count ? 'free' : 'none'}
        tabindex=${date === this.focused ? 0 : -1}
        aria-label=${this.words.day(dayLabel(date, this.locale), count)}
        aria-disabled=${count ? nothing : 'true'}
        aria-current=${date === this.today ? 'date' : nothing}
        @click=${() => this.#pick(date)}
      >
        <span>${dayNumber(date, this.locale)}</span>
      </button>
    </td>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'luma-month': LumaMonth;
  }
}
