import { expect } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import type Axe from 'axe-core';
import type { Harness } from './harness.ts';

/** axe is a classic script: importing it leaves it on the window. */
const { axe } = globalThis as unknown as { axe: typeof Axe };

/** Every rule, with all animation settled. */
export async function accessible(widget: Harness, what: string): Promise<void> {
  for (const animation of widget.root.getAnimations()) {
    if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
  }
  const { violations } = await axe.run(widget.element, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    // Rules about a whole page, of which this is a guest.
    rules: { region: { enabled: false } },
  });
  const found = violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join('; ')}`,
  );
  expect(found, what).to.deep.equal([]);
}
