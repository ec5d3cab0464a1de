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
import { html, type Template } from '../../lib/html.ts';
import { icon } from '../icon.ts';
import { LumaElement, reactive } from '../luma-element.ts';
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
export class LumaMonth extends LumaElement {
  static override styles = monthStyles;

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
  #focused = '';
  #moved = false;
  #seen: unknown[] = [];

  protected override willUpdate(): void {
    const { free, picked } = this;
    const [free0, picked0] = this.#seen;
    this.#seen = [free, picked];
    const lost = !this.#focused || monthOf(this.#focused) !== this.month;
    if (lost || (!this.#moved && (free !== free0 || picked !== picked0))) {
      this.#focused = this.#firstFocus();
      // The days came while the focus was on one: it goes along to the first free one.
      this.#moved ||= Boolean(this.root.activeElement?.closest('td'));
    }
  }

  protected override updated(): void {
    if (!this.#moved) return;
    this.#moved = false;
    this.focus();
  }

  /** To the day that Tab would reach. */
  override focus(options?: FocusOptions): void {
    const day = () => this.root.querySelector<HTMLElement>('[tabindex="0"]');
    if (day()) day()?.focus(options);
    else void this.updateComplete.then(() => day()?.focus(options));
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
    this.#focused = date;
    this.requestUpdate();
    if (this.free.get(date)) this.#say('luma-pick', { date });
  }

  #say(name: string, detail: Record<string, string>): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #onKey = (event: KeyboardEvent): void => {
    if (!this.#focused || event.altKey || event.ctrlKey || event.metaKey) return;
    const date = moveFocus(this.#focused, event.key, {
      firstDay: firstDayOfWeek(this.locale),
      min: this.min,
      max: this.max,
      rtl: getComputedStyle(this).direction === 'rtl',
      shift: event.shiftKey,
    });
    if (!date) return;
    event.preventDefault();
    this.#moved = true;
    this.#focused = date;
    this.requestUpdate();
    if (monthOf(date) !== this.month) this.#show(monthOf(date));
  };

  protected override render(): Template {
    const { locale, month, words } = this;
    const firstDay = firstDayOfWeek(locale);
    const can = (by: number) => monthWithin(shiftMonth(month, by), this.min, this.max);
    return html`
      <div class="head">
        <h3 id="title" aria-live="polite">${monthLabel(month, locale)}</h3>
        <button
          class="turn"
          aria-label=${words.previous}
          aria-disabled=${can(-1) ? null : 'true'}
          @click=${() => this.#turn(-1)}
        >
          ${icon('back')}
        </button>
        <button
          class="turn"
          aria-label=${words.next}
          aria-disabled=${can(1) ? null : 'true'}
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

  #cell(date: string): Template {
    if (monthOf(date) !== this.month) return html`<td></td>`;
    const count = this.free.get(date) ?? 0;
    const picked = date === this.picked;
    return html`<td aria-selected=${picked}>
      <button
        part="day"
        class=${count ? 'free' : 'none'}
        tabindex=${date === this.#focused ? 0 : -1}
        aria-label=${this.words.day(dayLabel(date, this.locale), count)}
        aria-disabled=${count ? null : 'true'}
        aria-current=${date === this.today ? 'date' : null}
        @click=${() => this.#pick(date)}
      >
        <span>${dayNumber(date, this.locale)}</span>
      </button>
    </td>`;
  }
}

reactive(LumaMonth, {
  month: '1970-01',
  min: '1970-01-01',
  max: '1970-01-01',
  today: '1970-01-01',
  picked: null,
  locale: 'en',
  free: new Map<string, number>(),
  words: { previous: '', next: '', day: (label) => label },
  loading: false,
});

declare global {
  interface HTMLElementTagNameMap {
    'luma-month': LumaMonth;
  }
}
