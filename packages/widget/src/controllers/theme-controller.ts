import type { PaletteAnswer, Palettes } from '@luma-leasing/types/property';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { createApi } from '../api/client.ts';
import { safeStorage } from '../lib/storage.ts';

export interface ThemeHost extends ReactiveControllerHost, HTMLElement {
  readonly apiKey: string;
  readonly base: string;
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly theme: string;
  /** The colour that the site sets; empty: the property's. */
  readonly color: string;
  /** The property's brand; null until the config is loaded. */
  readonly brand: { color: string; palettes: Palettes } | null;
}

/** The browser's own colours, until a palette is known. */
const fallbackPalette = {
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
const fallbackAccent = { light: '#1f2430', dark: 'CanvasText' };

/** What is stored for the launcher and the widget of the next page. */
type StoredLook = [
  accent: string | undefined,
  onAccent: string | undefined,
  color: string,
  palettes: Palettes,
];

/** Sets the palette as custom properties through CSSOM, because a strict page allows no style attributes. */
export class ThemeController implements ReactiveController {
  #host: ThemeHost;
  #dark: MediaQueryList | null = null;
  #drawn: unknown[] = [];
  /** The palettes of the site's own colour, once loaded. */
  #siteBrand: ThemeHost['brand'] = null;
  #askedColor = '';

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
    const drawn = [scheme, color, brand, this.#siteBrand];
    if (drawn.every((part, i) => part === this.#drawn[i])) return;
    this.#drawn = drawn;
    // A computed style costs a layout, so it is read only after a change.
    const siteColor = getComputedStyle(this.#host).getPropertyValue('--luma-brand').trim() || color;
    const storage = safeStorage('localStorage');
    const look = storage.get(`look:${apiKey}`);
    const [, , storedColor, palettes]: Partial<StoredLook> = Array.isArray(look)
      ? (look as StoredLook)
      : [];
    const stored = palettes ? { color: storedColor ?? '', palettes } : null;
    const known = siteColor
      ? ([this.#siteBrand, stored].find((one) => one?.color === siteColor) ?? brand)
      : (brand ?? stored);
    const palette = known?.palettes[scheme] ?? {
      ...fallbackPalette,
      accent: fallbackAccent[scheme],
      'accent-strong': fallbackAccent[scheme],
    };
    root.style.colorScheme = scheme;
    for (const [name, value] of Object.entries(palette)) {
      root.style.setProperty(`--${name}`, `var(--luma-${name}, ${value})`);
    }
    if (known && known !== stored) {
      const newLook: StoredLook = [
        palette['accent'],
        palette['on-accent'],
        known.color,
        known.palettes,
      ];
      storage.set(`look:${apiKey}`, newLook);
    }
    if (siteColor && known?.color !== siteColor) void this.#loadPalette(siteColor);
  }

  /** Asks the server once for each colour. */
  async #loadPalette(color: string): Promise<void> {
    const { base, apiKey } = this.#host;
    if (color === this.#askedColor) return;
    this.#askedColor = color;
    const path = `palette?color=${encodeURIComponent(color)}`;
    const outcome = await createApi({ base, key: apiKey }).get<PaletteAnswer>(path);
    // Without an answer, or for an invalid colour, the property's palette stays.
    if (!outcome.ok) return;
    this.#siteBrand = { color, palettes: outcome.value.palettes };
    this.#onChange();
  }
}
