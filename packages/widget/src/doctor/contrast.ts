/** Pure: WCAG's contrast of the widget's pairs of colours. */
import type { LookFacts, Rgb } from './facts.ts';

/** [text or component, its background, least ratio]: the pairs that the server's palettes guarantee. */
const pairs: readonly (readonly [string, string, number])[] = [
  ['text', 'surface', 4.5],
  ['text', 'surface-2', 4.5],
  ['muted', 'surface', 4.5],
  ['muted', 'surface-2', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-strong', 4.5],
  ['accent-text', 'surface', 4.5],
  ['on-accent-soft', 'accent-soft', 4.5],
  ['danger', 'surface', 4.5],
  ['danger', 'danger-soft', 4.5],
  ['accent', 'surface', 3],
  ['focus', 'surface', 3],
  ['border-strong', 'surface', 3],
];

export interface LowPair {
  text: string;
  ground: string;
  ratio: number;
  least: number;
}

/** Pairs with too little contrast of which the site set at least one colour: one pair for each text. */
export function lowPairs({ tokens, palette }: LookFacts): LowPair[] {
  const colorOf = (name: string): Rgb | undefined => tokens[name]?.rgb ?? palette[name];
  const low = pairs.flatMap(([text, ground, least]) => {
    if (!tokens[text]?.rgb && !tokens[ground]?.rgb) return [];
    const [a, b] = [colorOf(text), colorOf(ground)];
    const ratio = a && b ? contrast(a, b) : Infinity;
    return ratio < least ? [{ text, ground, ratio, least }] : [];
  });
  return low.filter((pair) => low.find(({ text }) => text === pair.text) === pair);
}

export function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a) + 0.05, luminance(b) + 0.05];
  return Math.max(x, y) / Math.min(x, y);
}

function luminance(rgb: Rgb): number {
  const [r = 0, g = 0, b = 0] = rgb.map((channel) => {
    const v = channel / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
