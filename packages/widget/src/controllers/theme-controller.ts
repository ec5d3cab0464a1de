import type { PaletteAnswer, Palettes } from '@luma-leasing/types/property';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { createApi } from '../api/client.ts';
import { keepIn } from '../lib/storage.ts';

export interface ThemeHost extends ReactiveControllerHost, HTMLElement {
  readonly apiKey: string;
  readonly base: string;
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly theme: string;
  /** The site's own colour for it; empty: the property's. */
  readonly color: string;
  /** The property's; null while they are not known. */
  readonly brand: { color: string; palettes: Palettes } | null;
}

/** Until anything is known: the browser's own, and ink. */
const plain = {
  surface: 'Canvas',
  'surface-2': 'color-mix(in srgb, CanvasText 5%, Canvas)',
  text: 'CanvasText',
  muted: 'CanvasText',
  border: 'color-mix(in srgb, CanvasText 12%, Canvas)',
  'border-strong': 'CanvasText',
  'on-accent': 'Canvas',
  'accent-soft': 'Canvas',
  'on-accent-soft': 'CanvasText',
  'accent-text': 'CanvasText',
  focus: 'CanvasText',
  danger: 'CanvasText',
};
const ink = { light: '#1f2430', dark: 'CanvasText' };

/** What the launcher of the next page starts in, and the widget after it. */
type Look = [
  accent: string | undefined,
  onAccent: string | undefined,
  color: string,
  palettes: Palettes,
];

/** Draws the palette as custom properties on the root, through CSSOM: a strict page allows no style attribute. */
export class ThemeController implements ReactiveController {
  #host: ThemeHost;
  #dark: MediaQueryList | null = null;
  #drawn: unknown[] = [];
  /** The site's own colour, once the server has answered. */
  #own: ThemeHost['brand'] = null;
  #asked = '';

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

  get scheme(): keyof Palettes {
    const { theme } = this.#host;
    if (theme === 'dark' || theme === 'light') return theme;
    return this.#dark?.matches ? 'dark' : 'light';
  }

  #onChange = (): void => this.#host.requestUpdate();

  #draw(root: HTMLElement): void {
    const { apiKey, brand, color } = this.#host;
    const { scheme } = this;
    const drawn = [scheme, color, brand, this.#own];
    if (drawn.every((part, i) => part === this.#drawn[i])) return;
    this.#drawn = drawn;
    // Asking for a computed style costs a layout: not at every keystroke.
    const own = getComputedStyle(this.#host).getPropertyValue('--luma-brand').trim() || color;
    const keep = keepIn('localStorage');
    const look = keep.get(`look:${apiKey}`);
    const [, , keptColor, palettes]: Partial<Look> = Array.isArray(look) ? (look as Look) : [];
    const kept = palettes ? { color: keptColor ?? '', palettes } : null;
    const known = own
      ? ([this.#own, kept].find((one) => one?.color === own) ?? brand)
      : (brand ?? kept);
    const palette = known?.palettes[scheme] ?? {
      ...plain,
      accent: ink[scheme],
      'accent-strong': ink[scheme],
    };
    root.style.colorScheme = scheme;
    for (const [name, value] of Object.entries(palette)) {
      root.style.setProperty(`--${name}`, `var(--luma-${name}, ${value})`);
    }
    if (known && known !== kept) {
      const next: Look = [palette['accent'], palette['on-accent'], known.color, known.palettes];
      keep.set(`look:${apiKey}`, next);
    }
    if (own && known?.color !== own) void this.#ask(own);
  }

  /** Once for a colour. */
  async #ask(color: string): Promise<void> {
    const { base, apiKey } = this.#host;
    if (color === this.#asked) return;
    this.#asked = color;
    const path = `palette?color=${encodeURIComponent(color)}`;
    const got = await createApi({ base, key: apiKey }).get<PaletteAnswer>(path);
    // Out of reach, or no colour: the property's own has to do.
    if (!got.ok) return;
    this.#own = { color, palettes: got.value.palettes };
    this.#onChange();
  }
}
