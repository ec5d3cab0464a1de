import { html, isServer, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { WidgetConfig } from '@luma-leasing/types/property';
import { deepActive, trapTab } from './controllers/focus-trap.ts';
import { FlowController } from './controllers/flow-controller.ts';
import { ThemeController } from './controllers/theme-controller.ts';
import { announce, complain } from './announce.ts';
import type { Announcement, Spot } from './flow/effect.ts';
import { configOf, type Problem } from './flow/state.ts';
import { directionOf, loadCatalog, spokenIn, translator, type Catalog } from './i18n/words.ts';
import { noteLanding } from './lib/attribution.ts';
import { safeLocale, visitorZone, warmUp } from './lib/format.ts';
import { sheetOf } from './styles/css.ts';
import { widgetStyles } from './styles/widget.ts';
import { launcherButton } from './views/launcher-button.ts';
import { panel } from './views/panel.ts';
import type { Ui } from './views/ui.ts';

/** Where this module came from is where the API is, unless the page says otherwise. */
const home = /^https?:/.test(import.meta.url) ? new URL(import.meta.url).origin : '';

/**
 * Turns a visitor of an apartment community's website into a booked tour: a launcher that opens a chat, the
 * property's free days and times, a short form and the booked tour.
 *
 * @element luma-leasing
 *
 * @attr {string} api-key - The property's publishable key, `pk_…`. Required.
 * @attr {string} api-base - Origin of the LumaLeasing server. Default: where the script came from.
 * @attr {floating|inline} mode - A launcher in the corner (default), or filling its container.
 * @attr {string} locale - BCP 47 tag. Default: the page's `lang`, else the browser's.
 * @attr {light|dark|auto} theme - Default: `auto`, as the visitor's system has it.
 * @attr {string} color - Brand colour, `#rrggbb`. Default: the property's.
 * @attr {boolean} open - Whether the panel is shown.
 * @attr {json} strings - Words of your own, by key of `i18n/en*.ts`.
 *
 * @fires luma-open - The panel was opened.
 * @fires luma-close - The panel was closed.
 * @fires luma-message - The visitor wrote in the chat; it carries their words.
 * @fires luma-lead - A question or a wish to be called back reached the team.
 * @fires luma-tour-booked - A tour was booked.
 * @fires luma-tour-changed - A tour was moved or cancelled.
 * @fires luma-error - The server refused something, or could not be reached.
 *
 * @csspart launcher - The button in the corner.
 * @csspart panel - The frame of everything else.
 * @csspart header - Its head.
 *
 * @cssprop --luma-brand - One colour; the palette is derived from it, always with AA contrast.
 * @cssprop [--luma-z-index=2147483000] - Lower it to let a cookie banner lie above.
 * @cssprop [--luma-offset-x=20px] - From the side of the window.
 * @cssprop [--luma-offset-y=20px] - From its bottom.
 * @cssprop [--luma-width=400px] - Of the panel.
 * @cssprop [--luma-height=700px] - Of the panel; 640px inline.
 * @cssprop [--luma-radius=24px] - Of the panel's corners.
 * @cssprop --luma-font - A font stack.
 */
export class LumaLeasing extends LitElement {
  /** Not made before the element is defined: a server that imports the class has no style sheets. */
  static override get styles(): CSSStyleSheet {
    return sheetOf(...widgetStyles);
  }

  static override properties = {
    apiKey: { attribute: 'api-key' },
    apiBase: { attribute: 'api-base' },
    mode: { reflect: true },
    locale: {},
    theme: {},
    color: {},
    open: { type: Boolean, reflect: true },
    strings: { type: Object },
  };

  declare apiKey: string;
  declare apiBase: string;
  declare mode: 'floating' | 'inline';
  declare locale: string;
  declare theme: 'light' | 'dark' | 'auto';
  declare color: string;
  declare open: boolean;
  declare strings: Catalog;

  readonly #flow: FlowController;
  #catalog: Catalog = {};
  #catalogFor = '';
  #drawnStep = '';
  #focusNext: string | null = null;
  #narrow = false;
  #opener: Element | null = null;
  #t = translator('en', {});

  constructor() {
    super();
    this.apiKey = this.apiBase = this.locale = this.color = '';
    this.mode = 'floating';
    this.theme = 'auto';
    this.open = false;
    this.strings = {};
    this.#flow = new FlowController(this);
    this.addController(new ThemeController(this));
    // Methods called before this code had come were left on the element by the launcher.
    for (const name of ['show', 'hide', 'startTour']) Reflect.deleteProperty(this, name);
  }

  /** Opens the panel. */
  show(): void {
    this.open = true;
  }

  /** Closes the panel. */
  hide(): void {
    this.open = false;
  }

  /** Opens the panel at the tour calendar. */
  startTour(): void {
    this.open = true;
    this.#sync();
    this.#flow.send({ type: 'start-tour' });
  }

  get base(): string {
    return this.apiBase || home;
  }

  /** What words and dates are shown in. */
  get language(): string {
    return safeLocale(this.locale || document.documentElement.lang || navigator.language);
  }

  get brand(): WidgetConfig['brand'] | null {
    return configOf(this.#flow.state)?.brand ?? null;
  }

  override connectedCallback(): void {
    // The launcher drew here before us; Lit reuses the shadow root, not what is in it.
    if (!this.hasUpdated) this.shadowRoot?.replaceChildren();
    super.connectedCallback();
    if (isServer) return;
    noteLanding();
    globalThis.visualViewport?.addEventListener('resize', this.#onResize);
    const queued: unknown = Reflect.get(this, 'lumaQueue');
    if (Array.isArray(queued) && queued.splice(0).includes('startTour')) this.startTour();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    globalThis.visualViewport?.removeEventListener('resize', this.#onResize);
  }

  announce(event: Announcement): void {
    announce(this, event, configOf(this.#flow.state));
  }

  complain(problem: Problem): void {
    complain(this, problem);
  }

  focusOn(spot: Spot): void {
    if (spot === 'start' && this.#isElsewhere()) return;
    this.#focusNext = spot === 'flaw' ? '[aria-invalid]' : `[data-${spot}]`;
    this.requestUpdate();
  }

  wear(styles: string): void {
    this.shadowRoot?.adoptedStyleSheets.push(sheetOf(styles));
  }

  /** Another view is much to draw on a slow phone: first let the tap be seen to be taken. */
  protected override async scheduleUpdate(): Promise<void> {
    const { open, step } = this.#flow.state;
    const turning = open && this.#drawnStep && this.#drawnStep !== step.at;
    if (turning && !document.hidden) await painted();
    await super.scheduleUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('apiKey')) this.#flow.recall();
    this.#sync();
    const { language } = this;
    if (language !== this.#catalogFor || changed.has('strings')) this.#speak(language);
    // From day to day the focus goes along with the one that Tab reaches.
    if (this.shadowRoot?.activeElement?.closest('td')) this.#focusNext ??= '[data-start]';
  }

  /** `open` is a wish from outside and a fact from inside; the flow decides. */
  #sync(): void {
    const wanted = this.mode === 'inline' || this.open;
    const { state } = this.#flow;
    if (this.#openBefore !== wanted && state.open !== wanted) {
      if (wanted) {
        this.#opener = deepActive();
        // While the config is on its way. Most visitors live in the property's zone.
        warmUp(this.language, visitorZone());
      }
      this.#flow.send({ type: wanted ? 'open' : 'close' });
    }
    this.open = this.#openBefore = this.#flow.state.open;
  }
  #openBefore = false;

  #speak(language: string): void {
    this.#catalogFor = language;
    this.#t = translator(language, this.#catalog, this.strings ?? {});
    void loadCatalog(language).then((catalog) => {
      if (catalog === this.#catalog || language !== this.#catalogFor) return;
      this.#catalog = catalog;
      this.#t = translator(language, catalog, this.strings ?? {});
      this.requestUpdate();
    });
  }

  protected override render(): TemplateResult {
    const { state, send } = this.#flow;
    const inline = this.mode === 'inline';
    const ui: Ui = {
      send,
      t: this.#t,
      locale: this.language,
      zone: visitorZone(),
      now: Date.now(),
      kit: this.#flow.kit?.views ?? null,
      kitIs: state.kit,
    };
    this.#narrow = isNarrow();
    const modal = !inline && this.#narrow;
    const look = { inline, modal, onKey: this.#onKey };
    const lang = spokenIn(ui.locale);
    return html`<div
      class="root ${inline ? 'inline' : 'floating'}"
      dir=${directionOf(lang)}
      lang=${lang}
    >
      ${state.open ? panel(state, look, ui) : launcherButton(ui, () => this.show())}
    </div>`;
  }

  protected override updated(): void {
    const { state } = this.#flow;
    const step = state.open ? state.step.at : 'closed';
    const before = this.#drawnStep;
    this.#drawnStep = step;
    if (step !== before) this.#moveFocus(step, before);
    if (this.#focusNext) this.#find(this.#focusNext)?.focus();
    this.#focusNext = null;
    if (state.open) this.#scrollTalk();
  }

  #moveFocus(step: string, before: string): void {
    if (step === 'closed') {
      if (before) this.#giveFocusBack();
      return;
    }
    if (this.#isElsewhere()) return;
    const chatting = step === 'chat' && before && before !== 'closed';
    const start = this.#find(chatting ? '[data-composer]' : '[data-start]');
    (start ?? this.#find('.panel'))?.focus();
  }

  /** An inline widget takes the focus only from itself. */
  #isElsewhere = (): boolean => this.mode === 'inline' && !this.matches(':focus-within');

  #giveFocusBack(): void {
    const opener = this.#opener;
    this.#opener = null;
    if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) {
      opener.focus();
    } else this.#find('.launcher')?.focus();
  }

  #talkDrawn = '';
  /** The latest words stay in sight. */
  #scrollTalk(): void {
    const { talk, unanswered, unheard, kit } = this.#flow.state;
    const tail = this.#find('[data-tail]');
    const drawn = tail ? [talk.length, unanswered.length, unheard !== null, kit].join() : '';
    if (tail && drawn !== this.#talkDrawn) tail.scrollTop = tail.scrollHeight;
    this.#talkDrawn = drawn;
  }

  #onKey = (event: KeyboardEvent): void => {
    if (this.mode === 'inline') return;
    if (event.key === 'Escape' && !event.isComposing) {
      event.stopPropagation();
      this.#flow.send({ type: 'close' });
    } else trapTab(event, event.currentTarget as HTMLElement);
  };

  /** A phone's keyboard covers the page without making it smaller. */
  #onResize = (): void => {
    const { height = 0 } = globalThis.visualViewport ?? {};
    this.#find('.root')?.style.setProperty('--visible-height', `${height}px`);
    if (isNarrow() !== this.#narrow) this.requestUpdate();
  };

  #find = (selector: string): HTMLElement | null => this.renderRoot.querySelector(selector);
}

const isNarrow = (): boolean => matchMedia('(max-width: 560px), (max-height: 480px)').matches;

const painted = (): Promise<unknown> =>
  new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

declare global {
  interface HTMLElementTagNameMap {
    'luma-leasing': LumaLeasing;
  }
}
