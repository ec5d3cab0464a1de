import type { FrameLocator, Page } from '@playwright/test';
import { expect } from './fixtures.ts';
import type { WordPress } from './wordpress.ts';

/** The block editor, as an author uses it. */
export class Editor {
  readonly page: Page;
  readonly wordpress: WordPress;

  constructor(page: Page, wordpress: WordPress) {
    this.page = page;
    this.wordpress = wordpress;
  }

  /** What is written: in a frame today, in the page itself in old releases. */
  get canvas(): FrameLocator | Page {
    return this.wordpress.release === 'oldest'
      ? this.page
      : this.page.frameLocator('iframe[name="editor-canvas"]');
  }

  /** A new page. The guides that WordPress opens on the first visit are not opened. */
  async open(): Promise<void> {
    this.wordpress.run(`
      update_user_meta( 1, $GLOBALS['wpdb']->get_blog_prefix() . 'persisted_preferences', array(
        'core/edit-post' => array( 'welcomeGuide' => false ),
        'core'           => array( 'welcomeGuide' => false, 'enableChoosePatternModal' => false ),
        '_modified'      => gmdate( 'c' ),
      ) );`);
    await this.page.goto(`${this.wordpress.address}/wp-admin/post-new.php?post_type=page`);
    await this.canvas.getByRole('textbox', { name: 'Add title' }).fill('Come and see us');
  }

  async insert(search: string, name: string): Promise<void> {
    await this.page
      .getByRole('button', { name: /block inserter/i })
      .first()
      .click();
    await this.page.getByRole('searchbox').first().fill(search);
    await this.page.getByRole('option', { name }).click();
  }

  /** @returns the address of the page. */
  async publish(): Promise<string> {
    const publish = this.page.getByRole('button', { name: 'Publish', exact: true });
    await publish.first().click();
    await this.page
      .getByRole('region', { name: 'Editor publish' })
      .getByRole('button', { name: 'Publish', exact: true })
      .click();
    const view = this.page
      .getByRole('region', { name: 'Editor publish' })
      .getByRole('link', { name: 'View Page' });
    await expect(view).toBeVisible();
    return (await view.getAttribute('href'))!;
  }
}
