/** The built widget on a slow phone: a server, a sandbox, a site and a real browser. */
import { tmpdir } from 'node:os';
import { chromium } from '@playwright/test';
import { withStack } from '../../e2e/lib/stack.ts';
import { chromiumArgs, findChromium } from '../../scripts/browser.ts';
import { quartiles } from './lib/paired.ts';
import { type Bench, type Row, spread } from './lib/report.ts';
import { visit } from './widget/visit.ts';
import type { Vitals } from './widget/vitals.ts';

const visits = 7;

export const bench: Bench = async () => {
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: chromiumArgs,
  });
  const seen: Vitals[] = [];
  try {
    await withStack(tmpdir(), async (stack) => {
      // The first visit warms the server up; it is not counted.
      for (let n = 0; n <= visits; n++) {
        const vitals = await visit(browser, stack);
        if (n > 0) seen.push(vitals);
      }
    });
  } finally {
    await browser.close();
  }
  const months = seen.map(({ tapToMonth }) => tapToMonth);
  // INP is the 98th percentile; with so few interactions that is the slowest.
  const slowest = seen.map(({ interactions }) => Math.max(...interactions));
  const shift = Math.max(...seen.map((vitals) => vitals.shift));
  return [
    row('tap → month shown, phone, CPU ÷ 4', '< 300 ms', months, (median) => median < 300),
    row('INP over a whole booking, the same', '< 100 ms', slowest, (median) => median < 100),
    {
      name: 'CLS over a whole booking, the worst visit',
      goal: '0',
      measured: shift.toFixed(3),
      met: shift === 0,
    },
  ];
};

const row = (
  name: string,
  goal: string,
  values: readonly number[],
  met: (median: number) => boolean,
): Row => ({
  name,
  goal,
  measured: `${spread(quartiles(values))} ms`,
  met: met(quartiles(values).median),
});
