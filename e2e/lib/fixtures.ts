import { test as base } from '@playwright/test';
import { newPerson, type Person } from './people.ts';
import { putEmbed } from './pages.ts';
import { withStack, type Stack } from './stack.ts';
import { Widget } from './widget.ts';

interface TestFixtures {
  /** Ends what a test did to the providers, and shows what the server said of a test that failed. */
  aftermath: void;
  person: Person;
  /** The widget on a plain page of the property's site. */
  widget: Widget;
}

export const test = base.extend<TestFixtures, { stack: Stack }>({
  stack: [
    async ({ browserName: _ }, use) => {
      await withStack(use);
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  aftermath: [
    async ({ stack }, use, info) => {
      const runs = stack.server.log.length;
      const before = stack.server.log.at(-1)?.length ?? 0;
      await use();
      await stack.sandbox.send('DELETE', '/_control/faults');
      if (info.status === info.expectedStatus) return;
      const said = stack.server.log.slice(runs - 1).flat().slice(before);
      await info.attach('server', { body: said.join('\n'), contentType: 'text/plain' });
    },
    { auto: true },
  ],
  person: async ({ browserName: _ }, use) => {
    await use(newPerson());
  },
  widget: async ({ page, stack }, use) => {
    await page.goto(putEmbed(stack.site, { server: stack.server.url }));
    await use(new Widget(page));
  },
});

export { expect } from '@playwright/test';
