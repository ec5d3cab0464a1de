import { derivePalette, type Scheme } from '../lib/palette.ts';
import { keepIn } from '../lib/storage.ts';

export interface ThemeHost extends HTMLElement {
  readonly apiKey: string;
  readonly theme: string;
  /** The property's brand colour; null while it is not known. */
  readonly brand: string | null;
  requestUpdate(): void;
}

/** What the launcher shows until the brand is known: ink. */
const ink = '#1f2430';

/** Draws the palette as custom properties on the root, through CSSOM: a strict page allows no style attribute. */
export class ThemeController {
  #host: ThemeHost;
  #dark = false;
  #drawn = '';

  constructor(host: ThemeHost) {
    this.#host = host;
  }

  connect(signal: AbortSignal): void {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    this.#dark = dark.matches;
    const follow = () => {
      this.#dark = dark.matches;
      this.#host.requestUpdate();
    };
    dark.addEventListener('change', follow, { signal });
  }

  get scheme(): Scheme {
    const { theme } = this.#host;
    if (theme === 'dark' || theme === 'light') return theme;
    return this.#dark ? 'dark' : 'light';
  }

  draw(root: HTMLElement): void {
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
