// A WordPress of its own: files linked out of the tree, an SQLite database, PHP's own web server on loopback.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { findPhp, findTree, type Php, type Release } from './packages.ts';

export interface SitePaths {
  folder: string;
  address: string;
}

/** Makes the site's folder and installs WordPress in it. `folder` must be on the disk of the tree: its files are linked. */
export function installSite(release: Release, { folder, address }: SitePaths): void {
  const tree = findTree(release);
  if (!tree) throw new Error('WordPress is not here: run `node scripts/test-wordpress.ts`');
  rmSync(folder, { recursive: true, force: true });
  execFileSync('cp', ['-al', tree, folder]);
  // Both have a classic theme to be tested with, though Debian packs it with the old release alone.
  const classic = 'wp-content/themes/twentytwentyone';
  if (!existsSync(`${folder}/${classic}`))
    cpSync(`${findTree('oldest')}/${classic}`, `${folder}/${classic}`, { recursive: true });
  // Browsers ask for it by themselves, and Debian's WordPress lacks the picture that it would answer with.
  writeFileSync(`${folder}/favicon.ico`, '');
  mkdirSync(`${folder}/wp-content/database`);
  writeFileSync(`${folder}/wp-config.php`, configOf({ folder, address }));
  runInSite(
    folder,
    `require ABSPATH . 'wp-admin/includes/upgrade.php';
     wp_install( 'Maple Court', 'admin', 'admin@example.com', true, '', 'admin-password' );
     update_option( 'permalink_structure', '/%postname%/' );
     update_option( 'fresh_site', 0 );
     wp_insert_user( array( 'user_login' => 'author', 'user_pass' => 'author-password', 'role' => 'author' ) );
     flush_rewrite_rules();`,
    { WP_INSTALLING: 'true' },
  );
}

/** Makes the site a network of two sites, `/` and `/second/`, for PHP alone: a web server would need rules for it. */
export function makeNetwork(folder: string): void {
  runInSite(
    folder,
    `require_once ABSPATH . 'wp-admin/includes/upgrade.php';
     foreach ( $wpdb->tables( 'ms_global' ) as $table => $prefixed ) $wpdb->$table = $prefixed;
     install_network();
     populate_network( 1, 'localhost', 'admin@example.com', 'Network', '/' );`,
    { WP_ALLOW_MULTISITE: 'true' },
  );
  const config = `${folder}/wp-config.php`;
  const network = `define( 'MULTISITE', true );
define( 'SUBDOMAIN_INSTALL', false );
define( 'DOMAIN_CURRENT_SITE', 'localhost' );
define( 'PATH_CURRENT_SITE', '/' );
define( 'SITE_ID_CURRENT_SITE', 1 );
define( 'BLOG_ID_CURRENT_SITE', 1 );
$_SERVER += array( 'HTTP_HOST' => 'localhost', 'REMOTE_ADDR' => '127.0.0.1' );
`;
  const single = readFileSync(config, 'utf8').replaceAll(/define\( 'WP_(HOME|SITEURL)'.*\n/g, '');
  writeFileSync(
    config,
    single.replace('$table_prefix', () => `${network}$table_prefix`),
  );
  runInSite(
    folder,
    `wp_insert_site( array( 'domain' => 'localhost', 'path' => '/second/', 'title' => 'Second', 'user_id' => 1 ) );`,
  );
}

/** Runs PHP inside the site's WordPress. @returns what it printed. */
export function runInSite(
  folder: string,
  code: string,
  constants: Record<string, string> = {},
): string {
  const defined = Object.entries(constants)
    .map(([name, value]) => `define( '${name}', ${value} );`)
    .join(' ');
  try {
    return php().run(['-r', `${defined} require '${folder}/wp-load.php'; ${code}`], {
      cwd: folder,
    });
  } catch (error) {
    const said = complaintsOf(folder).filter((line) => !line.startsWith('#'));
    throw new Error(`PHP failed: ${said.at(-3)}\n${code}`, { cause: error });
  }
}

/** What PHP complained of while the site ran, of whatever plugin. */
export const complaintsOf = (folder: string): string[] => {
  const log = `${folder}/wp-content/debug.log`;
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : [];
};

function php(): Php {
  const found = findPhp();
  if (!found) throw new Error('PHP is not here: run `node scripts/test-wordpress.ts`');
  return found;
}

const configOf = ({ folder, address }: SitePaths): string => `<?php
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', '' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', '' );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
define( 'DB_DIR', '${folder}/wp-content/database/' );
define( 'DB_FILE', 'site.sqlite' );
define( 'WP_HOME', '${address}' );
define( 'WP_SITEURL', '${address}' );
foreach ( array( 'AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT' ) as $name ) {
	define( $name, 'of this test: ' . $name );
}
// No calls home; loopback is always allowed.
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'WP_ACCESSIBLE_HOSTS', 'localhost,127.0.0.1' );
define( 'DISABLE_WP_CRON', true );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'FS_METHOD', 'direct' );
define( 'WP_DEBUG', true );
define( 'WP_DEBUG_LOG', true );
define( 'WP_DEBUG_DISPLAY', false );
$table_prefix = 'wp_';
defined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );
require_once ABSPATH . 'wp-settings.php';
`;

/** `node site.ts FOLDER PORT`: serves it until this process ends; PHP's workers end with it. */
if (import.meta.main) {
  const [folder = '', port = ''] = process.argv.slice(2);
  const { command, args } = php();
  const server = spawn(command, [...args, '-S', `127.0.0.1:${port}`, '-t', folder], {
    cwd: folder,
    env: { ...process.env, PHP_CLI_SERVER_WORKERS: '4' },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const endWorkers = () => {
    try {
      process.kill(-server.pid!, 'SIGKILL');
    } catch {
      // They have ended.
    }
  };
  process.once('exit', endWorkers);
  process.once('SIGTERM', () => process.exit(0));
  server.once('exit', (code) => process.exit(code ?? 1));
  const answers = async (): Promise<void> => {
    const answer = await fetch(`http://127.0.0.1:${port}/wp-login.php`).catch(() => undefined);
    if (answer?.ok) console.log('ready');
    else setTimeout(() => void answers(), 100);
  };
  await answers();
}
