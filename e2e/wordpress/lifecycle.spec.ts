import { writeZip } from '../../scripts/wordpress/zip.ts';
import { newPerson } from '../lib/people.ts';
import { tourEvent } from '../lib/calendar.ts';
import { Widget } from '../lib/widget.ts';
import { Editor } from './lib/editor.ts';
import { expect, test } from './lib/fixtures.ts';
import type { WordPress } from './lib/wordpress.ts';

/** Names of all that is stored beside the posts, and how often the plugin is named anywhere. */
const stored = (wordpress: WordPress) =>
  wordpress.ask<Record<string, string[]>>(`( static function () {
    global $wpdb;
    $names = array();
    $names['tables'] = $wpdb->get_col( 'SHOW TABLES' );
    // WordPress's own notes of when it last looked for something come and go.
    $names['options'] = $wpdb->get_col( "SELECT option_name FROM $wpdb->options WHERE option_name NOT LIKE '%transient%' OR option_name LIKE '%luma%' ORDER BY option_name" );
    $names['naming it'] = $wpdb->get_col( "SELECT option_name FROM $wpdb->options WHERE option_value LIKE '%luma%' OR option_name LIKE '%luma%' ORDER BY option_name" );
    foreach ( array( 'post', 'user', 'term', 'comment' ) as $kind ) {
      $table = $wpdb->{"{$kind}meta"};
      $names["{$kind}meta"] = $wpdb->get_col( "SELECT meta_key FROM $table WHERE meta_key LIKE '%luma%' OR meta_value LIKE '%luma%'" );
    }
    $names['scheduled'] = array_keys( array_filter( array_merge( ...array_values( _get_cron_array() ) ), static function ( $hook ) { return false !== strpos( $hook, 'luma' ); }, ARRAY_FILTER_USE_KEY ) );
    return $names;
  } )()`);

test('W16: from the zip to a booking, and away again', async ({
  page,
  wordpress,
  stack,
  browser,
}) => {
  const { address } = wordpress;
  const admin = (path: string) => page.goto(`${address}/wp-admin/${path}`);
  await wordpress.signIn(page);
  // Its first visitors make WordPress store more than its installation did.
  await page.goto(address);
  const before = stored(wordpress);

  await test.step('the zip is uploaded and activated', async () => {
    await admin('plugin-install.php?tab=upload');
    await page.locator('input[type=file]').setInputFiles(writeZip());
    await page.getByRole('button', { name: 'Install Now' }).click();
    await page.getByRole('link', { name: 'Activate Plugin' }).click();
    await expect(page.getByText('Plugin activated.')).toBeVisible();
    await page
      .getByRole('row', { name: /LumaLeasing/ })
      .getByRole('link', { name: 'Settings' })
      .first()
      .click();
    await expect(page.getByRole('heading', { name: 'LumaLeasing', exact: true })).toBeVisible();
  });

  const server = page.getByLabel('Server address');
  const key = page.getByLabel('Publishable key');
  const result = page.getByRole('status');
  const save = async () => {
    await page.getByRole('button', { name: 'Save Changes' }).click();
    await expect(page.getByText('Settings saved.')).toBeVisible();
  };

  await test.step('what is wrong with the connection is said in words', async () => {
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await expect(result).toContainText('Fill in server address and key');
    await server.fill(stack.server.url);
    await key.fill('pk_nobody');
    await save();
    await expect(result).toContainText('does not know this key');
    await server.fill('http://127.0.0.1:9');
    await save();
    await expect(result).toContainText('Nothing answers at http://127.0.0.1:9');
    await server.fill(address);
    await save();
    await expect(result).toContainText('is no LumaLeasing server');
    const elsewhere = await keyFor(stack.server, 'https://elsewhere.example');
    await server.fill(`${stack.server.url}/some/page`);
    await key.fill(elsewhere);
    await save();
    await expect(server).toHaveValue(stack.server.url);
    await expect(result).toContainText(`add ${address} to the key’s list`);
    await key.fill('sk_secret');
    await page.getByRole('button', { name: 'Save Changes' }).click();
    await expect(page.getByText('The key was not saved')).toBeVisible();
    await expect(key).toHaveValue(elsewhere);
  });

  await test.step('a good connection names the property', async () => {
    await key.fill('pk_demo');
    await save();
    await expect(result).toHaveText(/Connected to Maple Court Apartments/);
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await expect(result).toHaveText(/Connected to Maple Court Apartments/);
  });

  const shown = await test.step('the block is inserted, saved, and seen', async () => {
    const editor = new Editor(page, wordpress);
    await editor.open();
    await editor.insert('LumaLeasing', 'LumaLeasing tours');
    const preview = editor.canvas.locator('.luma-preview-panel');
    await expect(preview).toContainText('Maple Court Apartments');
    return editor.publish();
  });

  await test.step('a visitor books on a phone', async () => {
    const visitor = await browser.newContext({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const phone = await visitor.newPage();
    await phone.goto(shown);
    const widget = new Widget(phone, 'region');
    const slot = await stack.api.freeTime();
    const person = newPerson();
    await widget.button('Schedule a tour').tap();
    await widget.pick(slot);
    await widget.fill(person);
    await widget.confirm.tap();
    await expect(widget.done).toBeVisible();
    await tourEvent(stack.sandbox, person.email);
    await visitor.close();
  });

  await test.step('without the plugin the page has nothing of it', async () => {
    await admin('plugins.php');
    await page.getByRole('link', { name: 'Deactivate LumaLeasing' }).click();
    await expect(page.getByText('Plugin deactivated.')).toBeVisible();
    await page.goto(shown);
    await expect(page.locator('luma-leasing')).toHaveCount(0);
    expect(await page.content()).not.toContain('lumaleasing.js');
    await admin('plugins.php');
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('link', { name: 'Delete LumaLeasing' }).click();
    await expect(page.getByText('LumaLeasing was successfully deleted.')).toBeVisible();
  });

  const after = stored(wordpress);
  // WordPress's own list of plugins that were active lately: it empties itself.
  after['naming it'] = after['naming it']!.filter((name) => name !== 'recently_activated');
  const ofWordpress = new Set(['recently_activated', 'uninstall_plugins', 'can_compress_scripts']);
  after['options'] = after['options']!.filter((name) => !ofWordpress.has(name));
  before['options'] = before['options']!.filter((name) => !ofWordpress.has(name));
  expect(after).toEqual(before);
  expect(wordpress.complaints()).toEqual([]);
});

/** A key of the demo property that takes pages of one origin. */
async function keyFor(
  server: { url: string; adminSecret: string },
  origin: string,
): Promise<string> {
  const answer = await fetch(`${server.url}/api/admin/properties/maple-court/keys/elsewhere`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${server.adminSecret}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ allowedOrigins: [origin] }),
  });
  if (!answer.ok) throw new Error(`key: ${answer.status} ${await answer.text()}`);
  const text = await answer.text();
  const [key] = /pk_[\w-]+/.exec(text) ?? [];
  return key!;
}
