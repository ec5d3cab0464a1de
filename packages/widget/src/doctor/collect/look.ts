/** The colours that the site sets for the widget, and those that stand beside them. */
import type { LookFacts, Rgb } from '../facts.ts';

const names = [
  'accent',
  'on-accent',
  'accent-strong',
  'accent-soft',
  'on-accent-soft',
  'accent-text',
  'surface',
  'surface-2',
  'text',
  'muted',
  'border',
  'border-strong',
  'focus',
  'danger',
  'danger-soft',
];

export function lookOf(widget: HTMLElement, config: Record<string, unknown> | null): LookFacts {
  const site = getComputedStyle(widget);
  const root = widget.shadowRoot?.querySelector('.root');
  const drawn = root && getComputedStyle(root);
  const served = paletteOf(config, schemeOf(widget));
  const toRgb = rgbReader();
  const tokens: LookFacts['tokens'] = {};
  const palette: LookFacts['palette'] = {};
  for (const name of names) {
    const value = site.getPropertyValue(`--luma-${name}`).trim();
    if (value) tokens[name] = { value: value.slice(0, 60), rgb: toRgb(value) };
    const other = toRgb(drawn?.getPropertyValue(`--${name}`).trim() || served[name] || '');
    if (other) palette[name] = other;
  }
  // The palette is derived from it by the server, which reads nothing but #rgb and #rrggbb.
  const brand = site.getPropertyValue('--luma-brand').trim();
  if (brand && !/^#([\da-f]{3}|[\da-f]{6})$/i.test(brand))
    tokens['brand'] = { value: brand.slice(0, 60), rgb: null };
  return { tokens, palette };
}

function schemeOf(widget: HTMLElement): 'light' | 'dark' {
  const theme = widget.getAttribute('theme');
  if (theme === 'light' || theme === 'dark') return theme;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function paletteOf(
  config: Record<string, unknown> | null,
  scheme: 'light' | 'dark',
): Record<string, string> {
  const brand = config?.['brand'] as
    { palettes?: Record<string, Record<string, string>> } | undefined;
  return brand?.palettes?.[scheme] ?? {};
}

/** Reads any colour that this browser knows, as a canvas paints it on white. */
function rgbReader(): (color: string) => Rgb | null {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return (color) => {
    if (
      !context ||
      !color ||
      !CSS.supports('color', color) ||
      /^(inherit|initial|unset|revert)/.test(color)
    )
      return null;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b];
  };
}
