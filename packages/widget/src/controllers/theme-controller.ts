import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { derivePalette, type Scheme } from '../lib/palette.ts';
import { keepIn } from '../lib/storage.ts';

export interface ThemeHost extends ReactiveControllerHost, HTMLElement {
  readonly apiKey: string;
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly theme: string;
  /** The property's brand colour; null while it is not known. */
  readonly brand: string | null;
}

/** What the launcher shows until the brand is known: ink. */
const ink = '#1f2430';

/** Draws the palette as custom properties on the root, through CSSOM: a strict page allows no style attribute. */
export class ThemeController implements ReactiveController {
  #host: ThemeHost;
  #dark: MediaQueryList | null = null;
  #drawn = '';

  constructor(host: ThemeHost) {
    this.#host = host;
  }

  hostConnected(): void {
    this.#dark = matchMedia('(prefers-color-scheme: dark)');
    this.#dark.addEventListener('change', this.#onChange);
  }

  hostDisconnected(): void {
    this.#dark?.removeEventListener('change', this.#onChange);
  }

  hostUpdated(): void {
    const root = this.#host.renderRoot.querySelector<HTMLElement>('.root');
    if (root) this.#draw(root);
  }

  get scheme(): Scheme {
    const { theme } = this.#host;
    if (theme === 'dark' || theme === 'light') return theme;
    return this.#dark?.matches ? 'dark' : 'light';
  }

  #onChange = (): void => this.#host.requestUpdate();

  #draw(root: HTMLElement): void {
    const { apiKey, brand } = this.#host;
    const drawn = `${brand} ${this.scheme}`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    // Asking for a computed style costs a layout: not at every keystroke.
    const own = getComputedStyle(this.#host).getPropertyValue('--luma-brand').trim();
    const color = own || brand;
    const keep = keepIn('localStorage');
    const last = keep.get(`look:${apiKey}`);
    const seen = Array.isArray(last) && typeof last[2] === 'string' ? last[2] : ink;
    const palette = derivePalette(color ?? seen, this.scheme);
    root.style.colorScheme = this.scheme;
    for (const [name, value] of Object.entries(palette)) {
      root.style.setProperty(`--${name}`, `var(--luma-${name}, ${value})`);
    }
    // The launcher of the next page starts in these.
    if (color) {
      keep.set(`look:${apiKey}`, [palette['accent'], palette['on-accent'], color]);
    }
  }
}
