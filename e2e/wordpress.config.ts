import { defineConfig } from '@playwright/test';
import type { WordpressOptions } from './wordpress/lib/fixtures.ts';
import base from './playwright.config.ts';

/** `pnpm test:wordpress`: the plugin in a real WordPress, beside the same server and sandbox as the other tests. */
export default defineConfig<object, WordpressOptions>(base, {
  testDir: 'wordpress',
  projects: [
    { name: 'newest', use: { release: 'newest' } },
    // The whole way once more on the oldest WordPress that the plugin says it runs on.
    { name: 'oldest', testMatch: 'lifecycle.spec.ts', use: { release: 'oldest' } },
  ],
});
