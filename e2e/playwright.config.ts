import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from '../scripts/browser.ts';

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  forbidOnly: true,
  retries: 0,
  // Each worker has its own sandbox, server, site and browser. A server accepts 60 writes an hour from one address; a
  // bigger suite would have to give groups of tests their own addresses.
  workers: 2,
  // The deadlines of all waits; only a hang reaches them. No test sets its own (`scripts/check.ts`).
  timeout: 600_000,
  expect: { timeout: 90_000 },
  reporter: 'list',
  use: {
    launchOptions: { executablePath: await findChromium(), args: chromiumArgs },
    locale: 'en-US',
    timezoneId: 'America/Chicago',
    viewport: { width: 1280, height: 860 },
    // Kept for each step it makes the tests a tenth slower. `playwright test --trace retain-on-failure` asks for it.
    trace: 'off',
  },
});
