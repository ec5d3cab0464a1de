import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from '../scripts/browser.ts';

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  forbidOnly: true,
  retries: 0,
  // Each worker runs a whole world of its own: a sandbox, a server, a site and a browser. A server takes 60
  // writes an hour from one address: should the suite outgrow that, give the groups of tests addresses.
  workers: 2,
  // The deadlines of every wait: only a hang takes so long, on a machine with other work. No test sets its own
  // (`scripts/check.ts`).
  timeout: 600_000,
  expect: { timeout: 90_000 },
  reporter: 'list',
  use: {
    launchOptions: { executablePath: await findChromium(), args: chromiumArgs },
    locale: 'en-US',
    timezoneId: 'America/Chicago',
    viewport: { width: 1280, height: 860 },
    // Pictures of every step would cost as much as the tests.
    trace: { mode: 'retain-on-failure', screenshots: false },
  },
});
