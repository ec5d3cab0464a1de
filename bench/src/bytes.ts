/** Bytes of the built widget that a visitor downloads (`pnpm build`). */
import { globSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Bench, Row } from './lib/report.ts';

const dist = fileURLToPath(new URL('../../packages/widget/dist/', import.meta.url));

const brotli = (pattern: string): number =>
  globSync(pattern, { cwd: dist }).reduce((sum, file) => sum + statSync(dist + file).size, 0);

export const bench: Bench = () => {
  const launcher = brotli('lumaleasing.js.br');
  if (launcher === 0) throw new Error('The widget is not built: run pnpm build first.');
  return [
    row('bytes before the launcher shows, brotli 11', launcher, 2_200),
    row(
      'bytes for a whole booking, chat included',
      // A booking without a hitch needs neither the kit nor what is said to the site's owner.
      launcher +
        brotli('widget/*.js.br') -
        brotli('widget/kit-*.js.br') -
        brotli('widget/{say-*,doctor}.js.br'),
      28_000,
    ),
  ];
};

const row = (name: string, bytes: number, most: number): Row => ({
  name,
  goal: `≤ ${(most / 1000).toFixed(1)} kB`,
  measured: `${(bytes / 1000).toFixed(1)} kB`,
  met: bytes <= most,
});
