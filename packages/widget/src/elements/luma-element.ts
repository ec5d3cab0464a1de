import { childPart, type Template } from '../lib/html.ts';

/** Under server-side rendering there are no elements; the classes may be imported all the same. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

const sheets = new Map<string, CSSStyleSheet>();

/** One for all the elements of a page. */
function sheetOf(text: string): CSSStyleSheet {
  let sheet = sheets.get(text);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    sheets.set(text, sheet);
  }
  return sheet;
}

/** An element that draws itself into its shadow root, at most once a turn, whatever has changed meanwhile. */
export abstract class LumaElement extends Base {
  static styles: readonly string[] = [];

  readonly root: ShadowRoot;
  /** Settles when what was changed is drawn. */
  updateComplete: Promise<void> = Promise.resolve();
  #draw: ReturnType<typeof childPart>;
  #connected = false;
  #pending = false;

  constructor() {
    super();
    this.root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    // The launcher may have drawn here before us.
    this.root.replaceChildren();
    this.root.adoptedStyleSheets = (this.constructor as typeof LumaElement).styles.map(sheetOf);
    this.#draw = childPart(this.root);
  }

  connectedCallback(): void {
    this.#connected = true;
    this.requestUpdate();
  }

  requestUpdate(): void {
    if (this.#pending || !this.#connected) return;
    this.#pending = true;
    this.updateComplete = Promise.resolve().then(() => this.#update());
  }

  #update(): void {
    this.willUpdate();
    this.#pending = false;
    this.#draw(this.render());
    this.updated();
  }

  /** Before drawing; what is changed here is drawn with the rest. */
  protected abstract willUpdate(): void;
  protected abstract render(): Template;
  protected abstract updated(): void;
}

/** Gives a class properties that redraw when something else is put into them. */
export function reactive<T extends LumaElement>(
  { prototype }: { prototype: T },
  defaults: Partial<T>,
): void {
  for (const [name, start] of Object.entries(defaults)) {
    const values = new WeakMap<object, unknown>();
    Object.defineProperty(prototype, name, {
      get(this: T) {
        return values.has(this) ? values.get(this) : start;
      },
      set(this: T, value: unknown) {
        if (value === Reflect.get(this, name)) return;
        values.set(this, value);
        this.requestUpdate();
      },
    });
  }
}

/** Gives a class properties that are its attributes, as `href` is of a link: `apiKey` is `api-key`. */
export function reflective<T extends LumaElement>(
  { prototype }: { prototype: T },
  defaults: Partial<T>,
): void {
  for (const [name, start] of Object.entries(defaults)) {
    const attribute = attributeOf(name);
    Object.defineProperty(prototype, name, {
      get(this: T) {
        return this.getAttribute(attribute) ?? start;
      },
      set(this: T, value: string | null) {
        if (value === null) this.removeAttribute(attribute);
        else this.setAttribute(attribute, value);
      },
    });
  }
}

export const attributeOf = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
