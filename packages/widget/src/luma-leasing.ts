import {
  html,
  isServer,
  LitElement,
  type CSSResultOrNative,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import type { WidgetConfig } from '@luma-leasing/types/property';
import { deepActiveElement, trapTab } from './controllers/focus-trap.ts';
import { FlowController } from './controllers/flow-controller.ts';
import { ThemeController } from './controllers/theme-controller.ts';
import { adviseOwner } from './advise-owner.ts';
import { announce, reportProblem } from './announce.ts';
import type { Announcement, FocusSpot } from './flow/effect.ts';
import { configOf, type Problem } from './flow/state.ts';
import { directionOf, loadCatalog, wordsLanguage, translator, type Catalog } from './i18n/words.ts';
import { areUsable, isOn, ownWords } from './inputs.ts';
import { noteLanding } from './lib/attribution.ts';
import { safeLocale, visitorZone, warmUpFormats } from './lib/format.ts';
import { version } from './lib/version.ts';
import { styleSheetOf } from './styles/css.ts';
import { widgetStyles } from './styles/widget.ts';
import { launcherButton, panelView } from './views/panel.ts';
import type { Ui } from './views/ui.ts';

/** The API is on the origin of this module, unless the page sets another. */
const moduleOrigin = /^https?:/.test(import.meta.url) ? new URL(import.meta.url).origin : '';

/* `build/describe.ts` publishes these comments, in the declarations and `custom-elements.json`. What is internal is in neither. */

/**
 * Turns a visitor of an apartment community's website into a booked tour: a launcher that opens a chat, the
 * property's free days and times, a short form and the booked tour.
 *
 * @element luma-leasing
 *
 * @fires {CustomEvent<null>} luma-open - The panel was opened.
 * @fires {CustomEvent<null>} luma-close - The panel was closed.
 * @fires {CustomEvent<{ text: string }>} luma-message - The visitor wrote in the chat; the event carries their words.
 * @fires {CustomEvent<{ kind: 'question' | 'callback' }>} luma-lead - A question or a call-back request reached the team.
 * @fires {CustomEvent<TourDetail>} luma-tour-booked - A tour was booked.
 * @fires {CustomEvent<TourDetail & { status: 'confirmed' | 'cancelled' }>} luma-tour-changed - A tour was moved or cancelled.
 * @fires {CustomEvent<{ code: string, requestId: string | null }>} luma-error - The server refused something, or could not be reached (`UNREACHABLE`).
 *
 * @csspart launcher - The button in the corner.
 * @csspart panel - The window.
 * @csspart header - The top of the window.
 *
 * @cssprop --luma-brand - The colour that the palette is derived from, always with AA contrast.
 * @cssprop [--luma-z-index=2147483000] - A lower value lets a cookie banner cover the widget.
 * @cssprop [--luma-offset-x=20px] - Distance from the side of the window.
 * @cssprop [--luma-offset-y=20px] - Distance from the bottom of the window.
 * @cssprop [--luma-width=400px] - Width of the panel.
 * @cssprop [--luma-height=700px] - Height of the panel; 640px inline.
 * @cssprop [--luma-radius=24px] - Radius of the panel's corners.
 * @cssprop --luma-font - A font stack.
 */
export class LumaLeasing extends LitElement {
  /** @internal */
  static readonly version: string = version;

  /**
   * A getter, because a server that imports the class cannot make style sheets.
   * @internal
   */
  static override get styles(): CSSResultOrNative[] {
    return typeof CSSStyleSheet === 'undefined' ? [] : [styleSheetOf(...widgetStyles)];
  }

  /** @internal */
  static override properties = {
    apiKey: { attribute: 'api-key' },
    apiBase: { attribute: 'api-base' },
    // Without `useDefault`, an attribute that the page did not write would appear: React warns when it hydrates.
    mode: { reflect: true, useDefault: true },
    locale: {},
    theme: {},
    color: {},
    open: { type: Boolean, reflect: true, converter: { fromAttribute: isOn } },
    strings: {},
  };

  /** The property's publishable key, `pk_…`. Required. */
  declare apiKey: string;
  /** Address of the LumaLeasing server, as in `https://tours.example.com`. Required with npm; else where the script came from. */
  declare apiBase: string;
  /** A launcher in the corner (`floating`, the default), or filling its container (`inline`). */
  declare mode: 'floating' | 'inline';
  /** BCP 47 tag. Default: the page's `lang`, else the browser's. */
  declare locale: string;
  /** Default: `auto`, as the visitor's system has it. */
  declare theme: 'light' | 'dark' | 'auto';
  /** Brand colour, `#rrggbb`. Default: the property's. */
  declare color: string;
  /** Whether the panel is shown. */
  declare open: boolean;
  /** Your own words, by key. The attribute takes them as JSON. */
  declare strings: Catalog;

  readonly #flow: FlowController;
  #catalog: Catalog = {};
  #catalogFor = '';
  #drawnStep = '';
  #focusNext: string | null = null;
  #narrow = false;
  #opener: Element | null = null;
  #t = translator('en', {});
  #ownWords: Catalog = {};

  constructor() {
    super();
    this.apiKey = this.apiBase = this.locale = this.color = '';
    this.mode = 'floating';
    this.theme = 'auto';
    this.open = false;
    this.strings = {};
    this.#flow = new FlowController(this);
    this.addController(new ThemeController(this));
    // The launcher put methods of its own on the element until this code was loaded.
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
    this.#syncOpen();
    this.#flow.send({ type: 'start-tour' });
  }

  /** @internal */
  get base(): string {
    return String(this.apiBase || moduleOrigin);
  }

  /** @internal */
  get language(): string {
    return safeLocale(this.locale || document.documentElement.lang || navigator.language);
  }

  /** @internal */
  get brand(): WidgetConfig['brand'] | null {
    return configOf(this.#flow.state)?.brand ?? null;
  }

  /** @internal */
  override connectedCallback(): void {
    // Remove the launcher's button: Lit takes over the shadow root, but not its content.
    if (!this.hasUpdated) this.shadowRoot?.replaceChildren();
    super.connectedCallback();
    if (isServer) return;
    if ([...this.attributes].some(({ name }) => oddName.test(name) && !(name in this)))
      void adviseOwner(({ sayAttributes }) => sayAttributes(this));
    noteLanding();
    globalThis.visualViewport?.addEventListener('resize', this.#onResize);
    const queued: unknown = Reflect.get(this, 'lumaQueue');
    if (Array.isArray(queued) && queued.splice(0).includes('startTour')) this.startTour();
  }

  /** @internal */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    globalThis.visualViewport?.removeEventListener('resize', this.#onResize);
  }

  /** @internal */
  announce(event: Announcement): void {
    announce(this, event, configOf(this.#flow.state));
  }

  /** @internal */
  reportProblem(problem: Problem): void {
    reportProblem(this, problem);
  }

  /** @internal */
  adviseOwner(code: 'OLDER_SERVER' | 'NEWER_SERVER'): void {
    void adviseOwner(({ sayServer }) => sayServer(code, this));
  }

  /** @internal */
  focusOn(spot: FocusSpot): void {
    if (spot === 'start' && this.#isFocusElsewhere()) return;
    this.#focusNext = spot === 'flaw' ? '[aria-invalid]' : `[data-${spot}]`;
    this.requestUpdate();
  }

  /** @internal */
  addStyles(styles: string): void {
    this.shadowRoot?.adoptedStyleSheets.push(styleSheetOf(styles));
  }

  /**
   * Drawing another view takes long on a slow phone, so the pressed button is painted first.
   * @internal
   */
  protected override async scheduleUpdate(): Promise<void> {
    const { open, step } = this.#flow.state;
    const stepChanged = open && this.#drawnStep && this.#drawnStep !== step.at;
    if (stepChanged && !document.hidden) await nextPaint();
    await super.scheduleUpdate();
  }

  /** @internal */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('apiKey')) this.#flow.recallVisit();
    if (changed.has('strings')) this.#ownWords = ownWords(this.strings) ?? {};
    if (!areUsable(this)) void adviseOwner(({ sayInputs }) => sayInputs(this));
    this.#syncOpen();
    const { language } = this;
    if (language !== this.#catalogFor || changed.has('strings')) this.#loadWords(language);
    // When the arrow keys move the day that Tab reaches, the focus moves to it.
    if (this.shadowRoot?.activeElement?.closest('td')) this.#focusNext ??= '[data-start]';
  }

  /** The page may set `open`; the flow decides whether the panel really opens. */
  #syncOpen(): void {
    const wanted = this.mode === 'inline' || isOn(this.open);
    const { state } = this.#flow;
    if (this.#openBefore !== wanted && state.open !== wanted) {
      if (wanted) {
        this.#opener = deepActiveElement();
        // While the config loads, the visitor's zone is a good guess for the property's.
        warmUpFormats(this.language, visitorZone());
      }
      this.#flow.send({ type: wanted ? 'open-panel' : 'close-panel' });
    }
    this.open = this.#openBefore = this.#flow.state.open;
  }
  #openBefore = false;

  #loadWords(language: string): void {
    this.#catalogFor = language;
    this.#t = translator(language, this.#catalog, this.#ownWords);
    void loadCatalog(language).then((catalog) => {
      if (catalog === this.#catalog || language !== this.#catalogFor) return;
      this.#catalog = catalog;
      this.#t = translator(language, catalog, this.#ownWords);
      this.requestUpdate();
    });
  }

  /** @internal */
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
      kitStatus: state.kitStatus,
    };
    this.#narrow = isNarrow();
    const modal = !inline && this.#narrow;
    const options = { inline, modal, onKey: this.#onKey };
    const lang = wordsLanguage(ui.locale);
    return html`<div
      class="root ${inline ? 'inline' : 'floating'}"
      dir=${directionOf(lang)}
      lang=${lang}
    >
      ${state.open ? panelView(state, options, ui) : launcherButton(ui, () => this.show())}
    </div>`;
  }

  /** @internal */
  protected override updated(): void {
    const { state } = this.#flow;
    const step = state.open ? state.step.at : 'closed';
    const before = this.#drawnStep;
    this.#drawnStep = step;
    if (step !== before) this.#moveFocus(step, before);
    if (this.#focusNext) this.#query(this.#focusNext)?.focus();
    this.#focusNext = null;
    if (state.open) this.#scrollTalk();
  }

  #moveFocus(step: string, before: string): void {
    if (step === 'closed') {
      if (before) this.#restoreFocus();
      return;
    }
    if (this.#isFocusElsewhere()) return;
    const chatting = step === 'chat' && before && before !== 'closed';
    const start = this.#query(chatting ? '[data-composer]' : '[data-start]');
    (start ?? this.#query('.panel'))?.focus();
  }

  /** An inline widget must not take the focus from the rest of the page. */
  #isFocusElsewhere = (): boolean => this.mode === 'inline' && !this.matches(':focus-within');

  #restoreFocus(): void {
    const opener = this.#opener;
    this.#opener = null;
    if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) {
      opener.focus();
    } else this.#query('.launcher')?.focus();
  }

  #talkDrawn = '';
  /** Scrolls to the latest line of the chat. */
  #scrollTalk(): void {
    const { talk, unanswered, chatProblem, kitStatus } = this.#flow.state;
    const tail = this.#query('[data-tail]');
    const drawn = tail
      ? [talk.length, unanswered.length, chatProblem !== null, kitStatus].join()
      : '';
    if (tail && drawn !== this.#talkDrawn) tail.scrollTop = tail.scrollHeight;
    this.#talkDrawn = drawn;
  }

  #onKey = (event: KeyboardEvent): void => {
    if (this.mode === 'inline') return;
    if (event.key === 'Escape' && !event.isComposing) {
      event.stopPropagation();
      this.#flow.send({ type: 'close-panel' });
    } else trapTab(event, event.currentTarget as HTMLElement);
  };

  /** A phone's keyboard covers the page without changing the size of the window. */
  #onResize = (): void => {
    const { height = 0 } = globalThis.visualViewport ?? {};
    this.#query('.root')?.style.setProperty('--visible-height', `${height}px`);
    if (isNarrow() !== this.#narrow) this.requestUpdate();
  };

  #query = (selector: string): HTMLElement | null => this.renderRoot.querySelector(selector);
}

/** An attribute that was perhaps meant for us. The doctor knows more precisely. */
const oddName =
  /^(?!class$|tabindex$)[a-z_]+$|^api-(?!key$|base$)|^data-(api|key|mode|locale|theme|color|open)/;

const isNarrow = (): boolean => matchMedia('(max-width: 560px), (max-height: 480px)').matches;

const nextPaint = (): Promise<unknown> =>
  new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

declare global {
  interface HTMLElementTagNameMap {
    'luma-leasing': LumaLeasing;
  }
}
