import { expect } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import type Axe from 'axe-core';
import type { Harness } from './harness.ts';

/** axe is a classic script that puts itself on the window. */
const { axe } = globalThis as unknown as { axe: typeof Axe };

/** Checks every rule after finishing all animations. */
export async function accessible(widget: Harness, what: string): Promise<void> {
  for (const animation of widget.root.getAnimations()) {
    if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
  }
  const { violations } = await axe.run(widget.element, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    // This rule is about whole pages; the widget is a part of one.
    rules: { region: { enabled: false } },
  });
  const found = violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join('; ')}`,
  );
  expect(found, what).to.deep.equal([]);
}
