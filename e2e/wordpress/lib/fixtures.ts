import type { Release } from '../../../scripts/wordpress/packages.ts';
import { test as base } from '../../lib/fixtures.ts';
import { WordPress } from './wordpress.ts';

export interface WordpressOptions {
  release: Release;
}

interface WorkerFixtures extends WordpressOptions {
  /** As it is after its installation, without the plugin. */
  wordpress: WordPress;
  /** A WordPress with the plugin installed, and connected to the stack's server. */
  site: WordPress;
}

/** What the tests of a page start from; each says what it wants otherwise. */
export function setUp(wordpress: WordPress, server: string, settings = ''): void {
  wordpress.run(
    `update_option( 'luma_leasing', array_merge( luma_leasing_defaults(), array( 'server' => '${server}', 'key' => 'pk_demo', ${settings} ) ) );`,
  );
}

export const test = base.extend<object, WorkerFixtures>({
  release: ['newest', { scope: 'worker', option: true }],
  wordpress: [
    async ({ release }, use) => {
      const wordpress = await WordPress.start(release);
      await use(wordpress);
      await wordpress.stop();
    },
    { scope: 'worker' },
  ],
  site: [
    async ({ release, stack }, use) => {
      const wordpress = await WordPress.start(release);
      try {
        wordpress.installPlugin();
        setUp(wordpress, stack.server.url);
        wordpress.run(`
          require_once WP_PLUGIN_DIR . '/luma-leasing/includes/connection.php';
          luma_leasing_test_connection();`);
        await use(wordpress);
      } finally {
        await wordpress.stop();
      }
    },
    { scope: 'worker' },
  ],
});

export { expect } from '@playwright/test';
