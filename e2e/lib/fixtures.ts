import { tmpdir } from 'node:os';
import { test as base } from '@playwright/test';
import { setDay } from '../../scripts/browser.ts';
import { putEmbed } from './pages.ts';
import { withStack, type Stack } from './stack.ts';
import { Widget } from './widget.ts';

interface TestFixtures {
  /** After each test: resets the providers, and attaches the server's log if the test failed. */
  aftermath: void;
  /** The widget on a plain page of the property's site. */
  widget: Widget;
}

interface WorkerFixtures {
  /** The folder of databases. */
  dataRoot: string;
  stack: Stack;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  // Contexts that a test makes itself also have the day of the run.
  browser: [
    async ({ browser }, use) => {
      const open = browser.newContext.bind(browser);
      browser.newContext = async (options) => setDay(await open(options));
      await use(browser);
    },
    { scope: 'worker' },
  ],
  dataRoot: [tmpdir(), { scope: 'worker', option: true }],
  stack: [({ dataRoot }, use) => withStack(dataRoot, use), { scope: 'worker' }],
  aftermath: [
    async ({ stack }, use, info) => {
      const runs = stack.server.log.length;
      const before = stack.server.log.at(-1)?.length ?? 0;
      await use();
      await stack.sandbox.clearFaults();
      if (info.status === info.expectedStatus) return;
      const said = stack.server.log
        .slice(runs - 1)
        .flat()
        .slice(before);
      await info.attach('server', { body: said.join('\n'), contentType: 'text/plain' });
    },
    { auto: true },
  ],
  widget: async ({ page, stack }, use) => {
    await page.goto(putEmbed(stack.site, { server: stack.server.url }));
    await use(new Widget(page));
  },
});

export { expect } from '@playwright/test';
