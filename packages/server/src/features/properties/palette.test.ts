import { describe, expect, it } from 'vitest';
import {
  contrast,
  contrastPairs,
  defaultBrand,
  derivePalette,
  palettesOf,
  type Scheme,
} from './palette.ts';

const schemes: Scheme[] = ['light', 'dark'];

describe('contrast', () => {
  it('is WCAG’s ratio', () => {
    expect(contrast('#000', '#ffffff')).toBeCloseTo(21, 2);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 2);
    expect(contrast('#ffffff', '#0000ff')).toBeCloseTo(8.592, 2);
  });
});

describe('derivePalette', () => {
  for (const scheme of schemes) {
    // All 4,096 short colours, in sixteen tests, so that a slow machine has enough time for each.
    for (const red of '0123456789abcdef') {
      it(`keeps every pair readable for brands #${red}…, ${scheme}`, () => {
        const failed: string[] = [];
        for (let n = 0; n < 256; n++) {
          const brand = `#${red}${n.toString(16).padStart(2, '0')}`;
          const palette = derivePalette(brand, scheme);
          for (const [front, back, ratio] of contrastPairs) {
            const is = contrast(palette[front] ?? '', palette[back] ?? '');
            if (!(is >= ratio)) failed.push(`${brand} ${front} on ${back}: ${is}`);
          }
          for (const [token, value] of Object.entries(palette)) {
            if (!/^#[\da-f]{6}$/.test(value)) failed.push(`${brand} ${token}: ${value}`);
          }
        }
        expect(failed).toEqual([]);
      });
    }
  }

  it('does not change a brand colour with enough contrast', () => {
    expect(derivePalette('#1d4ed8', 'light')['accent']).toBe('#1d4ed8');
    expect(derivePalette('#7a3b2e', 'light')['accent']).toBe('#7a3b2e');
    expect(derivePalette('#FFD400', 'dark')['accent']).toBe('#ffd400');
  });

  it('uses ink on yellow, and white on blue', () => {
    expect(derivePalette('#1d4ed8', 'light')['on-accent']).toBe('#ffffff');
    expect(contrast(derivePalette('#ffd400', 'light')['on-accent'] ?? '', '#000')).toBeLessThan(
      1.3,
    );
  });

  it('keeps the neutrals of a grey brand grey', () => {
    for (const scheme of schemes) {
      expect(derivePalette('#808080', scheme)['surface']).toMatch(/^#(..)\1\1$/);
      expect(derivePalette('#808080', scheme)['muted']).toMatch(/^#(..)\1\1$/);
    }
  });

  it('is derived once for each colour', () => {
    expect(palettesOf('#1d4ed8')).toBe(palettesOf('#1d4ed8'));
    expect(palettesOf('#1d4ed8').dark).toEqual(derivePalette('#1d4ed8', 'dark'));
  });

  it('uses the default for bad input', () => {
    for (const bad of ['', 'red', '#12345', 'rgb(0,0,0)', '#gggggg', 'url(x)']) {
      expect(derivePalette(bad, 'dark')).toEqual(derivePalette(defaultBrand, 'dark'));
    }
    expect(derivePalette(' #3B5BDB ', 'light')).toEqual(derivePalette('#3b5bdb', 'light'));
  });
});
