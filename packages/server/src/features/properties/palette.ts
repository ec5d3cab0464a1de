/**
 * Derives a whole palette from one brand colour. All pairs meet WCAG 2.2 AA. Colours move in OKLCH, where equal
 * steps of lightness look equal and the hue stays; a pair with too little contrast is moved until it has enough.
 */

import type { Palettes } from '@luma-leasing/types/property';

export type Scheme = keyof Palettes;

export const defaultBrand = '#1f6f5c';

/** The pairs that `derivePalette` guarantees: [text or component, its background, least ratio]. */
export const contrastPairs: readonly (readonly [string, string, number])[] = [
  ['text', 'surface', 4.5],
  ['text', 'surface-2', 4.5],
  ['text', 'accent-soft', 4.5],
  ['muted', 'surface', 4.5],
  ['muted', 'surface-2', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-strong', 4.5],
  ['accent', 'surface', 3],
  ['accent', 'surface-2', 3],
  ['accent-strong', 'surface', 3],
  ['accent-text', 'surface', 4.5],
  ['accent-text', 'surface-2', 4.5],
  ['on-accent-soft', 'accent-soft', 4.5],
  ['focus', 'surface', 3],
  ['focus', 'surface-2', 3],
  ['focus', 'accent-soft', 3],
  ['border-strong', 'surface', 3],
  ['border-strong', 'surface-2', 3],
  ['danger', 'surface', 4.5],
  ['danger', 'danger-soft', 4.5],
  ['success', 'surface', 4.5],
  ['success', 'success-soft', 4.5],
];

type Triple = [number, number, number];

const toLinear = (v: number): number => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const toGamma = (v: number): number =>
  v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055;

/** Linear sRGB of `#rgb` or `#rrggbb`; null for any other text. */
function parse(hex: string): Triple | null {
  const digits = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(hex.trim())?.[1];
  if (!digits) return null;
  const long = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  const channel = (n: number) => toLinear(parseInt(long.slice(n, n + 2), 16) / 255);
  return [channel(0), channel(2), channel(4)];
}

const luminance = (hex: string): number => {
  const [r, g, b] = parse(hex) ?? [0, 0, 0];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

/** WCAG's contrast ratio, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a) + 0.05, luminance(b) + 0.05];
  return x > y ? x / y : y / x;
}

/** Lightness, chroma, hue (radians). */
function toLch([r, g, b]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const A = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const B = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    Math.hypot(A, B),
    Math.atan2(B, A),
  ];
}

/** The nearest colour of this lightness and hue that a screen can show. */
function toHex(L: number, C: number, h: number): string {
  const [A, B] = [C * Math.cos(h), C * Math.sin(h)];
  const l = (L + 0.3963377774 * A + 0.2158037573 * B) ** 3;
  const m = (L - 0.1055613458 * A - 0.0638541728 * B) ** 3;
  const s = (L - 0.0894841775 * A - 1.291485548 * B) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  if (C > 0.002 && rgb.some((v) => v < -0.0005 || v > 1.0005)) return toHex(L, C * 0.96, h);
  const byte = (v: number) => Math.round(toGamma(Math.min(1, Math.max(0, v))) * 255);
  return `#${rgb.map((v) => byte(v).toString(16).padStart(2, '0')).join('')}`;
}

/** The lightness nearest to the wanted one at which the colour has its ratios to all of `against`. */
function solve(
  [L, C, h]: Triple,
  against: readonly (readonly [string, number])[],
): { hex: string; moved: number } {
  for (let moved = 0; moved <= 1; moved += 0.004) {
    for (const lightness of [L - moved, L + moved]) {
      if (lightness < 0 || lightness > 1) continue;
      const hex = toHex(lightness, C, h);
      if (against.every(([other, ratio]) => contrast(hex, other) >= ratio)) return { hex, moved };
    }
  }
  return { hex: '', moved: Infinity };
}

/** Custom-property values by token name, without the prefix. Bad input counts as `defaultBrand`. */
export function derivePalette(brand: string, scheme: Scheme): Record<string, string> {
  const dark = scheme === 'dark';
  const [L, C, h] = toLch(parse(brand) ?? parse(defaultBrand) ?? [0, 0, 0]);
  // A grey brand has a hue only by rounding, so its neutrals stay grey.
  const tint = Math.min(1, C / 0.08);
  const neutral = (lightness: number, chroma: number): Triple => [lightness, chroma * tint, h];
  const flat = (lightness: number, chroma: number) => toHex(...neutral(lightness, chroma));

  const surface = dark ? flat(0.185, 0.012) : flat(0.995, 0.003);
  const surface2 = dark ? flat(0.225, 0.016) : flat(0.968, 0.008);
  const soft = dark ? flat(0.27, 0.05) : flat(0.945, 0.03);
  const on = (ratio: number, ...extra: string[]): [string, number][] =>
    [surface, surface2, ...extra].map((other) => [other, ratio]);

  // White on the brand if a small shift of lightness allows it; otherwise near-black, as a designer would use on
  // yellow.
  const ink = flat(0.17, 0.03);
  const withWhite = solve([L, C, h], [...on(3), ['#ffffff', 4.5]]);
  const withInk = solve([L, C, h], [...on(3), [ink, 4.5]]);
  const white = withWhite.moved <= Math.max(0.16, withInk.moved);
  const accent = white ? withWhite.hex : withInk.hex;
  const onAccent = white ? '#ffffff' : ink;
  const accentL = toLch(parse(accent) ?? [0, 0, 0])[0];
  const text = solve([dark ? 0.78 : 0.48, C, h], on(4.5, soft)).hex;
  const status = (hue: number) => {
    const back = toHex(dark ? 0.26 : 0.955, dark ? 0.05 : 0.025, hue);
    return [solve([dark ? 0.76 : 0.5, 0.16, hue], on(4.5, back)).hex, back] as const;
  };
  const [danger, dangerSoft] = status(0.44);
  const [success, successSoft] = status(2.65);

  return {
    surface,
    'surface-2': surface2,
    text: solve(neutral(dark ? 0.95 : 0.24, 0.022), on(4.5, soft)).hex,
    muted: solve(neutral(dark ? 0.74 : 0.5, 0.025), on(4.5)).hex,
    border: dark ? flat(0.32, 0.018) : flat(0.91, 0.012),
    'border-strong': solve(neutral(dark ? 0.54 : 0.64, 0.025), on(3)).hex,
    accent,
    'on-accent': onAccent,
    'accent-strong': solve([accentL - (white ? 0.06 : -0.05), C, h], [...on(3), [onAccent, 4.5]])
      .hex,
    'accent-soft': soft,
    'on-accent-soft': text,
    'accent-text': text,
    focus: solve([dark ? 0.75 : 0.55, C, h], on(3, soft)).hex,
    danger,
    'danger-soft': dangerSoft,
    success,
    'success-soft': successSoft,
  };
}

/**
 * Derived palettes are kept, because deriving takes a millisecond. The number is limited, because a request may
 * name any colour.
 */
const derived = new Map<string, Palettes>();
const most = 1000;

/** The palettes of a colour, for light and dark pages. */
export function palettesOf(brand: string): Palettes {
  const known = derived.get(brand);
  if (known) return known;
  const palettes = { light: derivePalette(brand, 'light'), dark: derivePalette(brand, 'dark') };
  if (derived.size >= most) derived.clear();
  derived.set(brand, palettes);
  return palettes;
}
