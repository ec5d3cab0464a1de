import { copyFileSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { findPhp, findTree, sniff } from '../../scripts/wordpress/packages.ts';
import { pluginFiles, pluginFolder, writeZip, zipPath } from '../../scripts/wordpress/zip.ts';
import { expect, test } from '@playwright/test';
import { WordPress } from './lib/wordpress.ts';

test('W16: PHP can read every file', () => {
  const php = findPhp()!;
  const files = pluginFiles().filter((name) => name.endsWith('.php'));
  expect(files.length).toBeGreaterThan(10);
  for (const name of files)
    expect(php.run(['-l', `${pluginFolder}/${name}`])).toContain('No syntax errors');
});

test('W16: the oldest WordPress that it says it runs on is the oldest of these tests', () => {
  const version = readFileSync(`${findTree('oldest')}/wp-includes/version.php`, 'utf8');
  const [, promised] = /^Requires at least: (.*)/m.exec(
    readFileSync(`${pluginFolder}/readme.txt`, 'utf8'),
  )!;
  expect(version).toContain(`$wp_version = '${promised}.`);
});

test('W16: PHP_CodeSniffer finds nothing, by the sniffs that WordPress’s standards are made of', () => {
  const standard = `${pluginFolder}/../phpcs.xml`;
  const probe = test.info().outputPath('probe.php');
  writeFileSync(probe, '<?php\n$list = [1];\n');
  // It reads what it is given, by these rules.
  expect(sniff(standard, probe).join()).toContain('Short array syntax is not allowed');
  expect(sniff(standard, pluginFolder)).toEqual([]);
});

test('W16: the zip is the same bytes whenever it is made, and others can open it', () => {
  const info = test.info();
  const first = info.outputPath('first.zip');
  copyFileSync(writeZip(), first);
  expect(readFileSync(writeZip()).equals(readFileSync(first))).toBe(true);
  const unpacked = info.outputPath('unpacked');
  // PHP's own reader checks each file's sum.
  findPhp()!.run(['-r', `(new PharData('${zipPath}'))->extractTo('${unpacked}');`]);
  const found = globSync('**/*', { cwd: `${unpacked}/luma-leasing`, withFileTypes: true });
  expect(found.filter((entry) => entry.isFile()).length).toBe(pluginFiles().length);
  for (const name of pluginFiles())
    expect(readFileSync(`${unpacked}/luma-leasing/${name}`, 'utf8'), name).toBe(
      readFileSync(`${pluginFolder}/${name}`, 'utf8'),
    );
});

test('W16: deleted from a network, it leaves nothing on any of its sites', async () => {
  const wordpress = await WordPress.start('newest');
  try {
    wordpress.makeNetwork();
    wordpress.installPlugin(true);
    const onEach = (code: string) => `foreach ( get_sites( array( 'fields' => 'ids' ) ) as $site ) {
      switch_to_blog( $site );
      ${code}
      restore_current_blog();
    }`;
    wordpress.run(
      onEach(`update_option( 'luma_leasing', array( 'key' => 'pk_demo' ) );
        update_option( 'luma_leasing_property', array( 'slug' => 'maple-court' ) );
        set_transient( 'luma_leasing_connection', array( 'ok' => true ), HOUR_IN_SECONDS );`),
    );
    const left = () =>
      wordpress.ask<string[][]>(`( static function () {
        global $wpdb;
        $names = array();
        ${onEach(`$names[] = $wpdb->get_col( "SELECT option_name FROM $wpdb->options WHERE option_name LIKE '%luma%'" );`)}
        return $names;
      } )()`);
    expect(left().map((names) => names.length)).toEqual([4, 4]);
    wordpress.run(`
      require_once ABSPATH . 'wp-admin/includes/admin.php';
      deactivate_plugins( 'luma-leasing/luma-leasing.php' );
      if ( true !== delete_plugins( array( 'luma-leasing/luma-leasing.php' ) ) ) throw new Exception( 'not deleted' );`);
    expect(left()).toEqual([[], []]);
  } finally {
    await wordpress.stop();
  }
});
