// The real WordPress of `pnpm test:wordpress`: Debian's packages, unpacked into `.cache` and installed nowhere, on SQLite.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import {
  fetchFromDebian,
  librariesIn,
  listed,
  reasonOf,
  unpacked,
  type Fetched,
  type Program,
} from '../debian.ts';
import { root } from '../process.ts';

const cache = `${root}.cache/wordpress`;

/** WordPress puts links to these into its own tree. */
const linked = `libjs-cropper libjs-jquery libjs-jquery-ui libjs-lodash libjs-underscore libphp-phpmailer php-getid3`;

// Its C library comes with it, as PgBouncer's does.
const php: Fetched = {
  suite: 'bookworm',
  packages: listed(`
    php8.2-cli php8.2-common php8.2-mbstring php8.2-opcache php8.2-sqlite3 php8.2-xml
    libargon2-1 libbsd0 libbz2-1.0 libc6 libedit2 libffi8 libgcc-s1 libicu72 liblzma5 libmagic1
    libmd0 libonig5 libpcre2-8-0 libsodium23 libsqlite3-0 libssl3 libstdc++6 libtinfo6 libxml2
    libxslt1.1 zlib1g
  `),
  program: 'usr/bin/php8.2',
};

/** Without WordPress's own standards, which Debian does not have. */
const codeSniffer: Fetched = {
  suite: 'bookworm',
  packages: ['php-codesniffer'],
  program: 'usr/bin/phpcs',
};

const wordpressOf = (suite: string, theme: string): Fetched => ({
  suite,
  packages: listed(`wordpress wordpress-theme-${theme} ${linked}`),
  program: 'usr/share/wordpress/wp-load.php',
});

/** The newest that Debian has, and the oldest that the plugin says it runs on (6.1). Twenty Twenty-One is a classic theme. */
const releases = {
  newest: wordpressOf('sid', 'twentytwentyfive'),
  oldest: wordpressOf('bookworm', 'twentytwentyone'),
};
export type Release = keyof typeof releases;
export const releaseNames = Object.keys(releases) as Release[];

/** Its plugin for SQLite travels in the tarball of WordPress's own Playground. */
const playground = '@wp-playground/cli@3.1.56';
const sqliteZip = `${cache}/sqlite-database-integration.zip`;

export interface Php extends Program {
  /** @returns what the script printed. */
  run(args: string[], options?: { cwd?: string; env?: Record<string, string> }): string;
}

/** Undefined: it is not on this machine. */
export function findPhp(): Php | undefined {
  const folder = unpacked(php);
  const [loader] = folder ? globSync(`${folder}/lib/**/ld-linux-*.so.*`) : [];
  if (!folder || !loader) return undefined;
  const [extensions] = globSync(`${folder}/usr/lib/php/2*`);
  const modules = listed(`
    mbstring phar pdo pdo_sqlite sqlite3 dom xml simplexml xmlreader xmlwriter ctype fileinfo iconv tokenizer posix
  `);
  const ini = [`extension_dir=${extensions}`, 'zend_extension=opcache']
    .concat(modules.map((name) => `extension=${name}`))
    .concat('error_reporting=-1', 'display_errors=stderr', 'log_errors=0', 'memory_limit=256M');
  writeFileSync(`${folder}/php.ini`, `${ini.join('\n')}\n`);
  const command = loader;
  const args = ['--library-path', librariesIn(folder), `${folder}/${php.program}`]; // prettier-ignore
  args.push('-c', `${folder}/php.ini`);
  const run: Php['run'] = (more, { cwd = root, env = {} } = {}) =>
    execFileSync(command, [...args, ...more], {
      cwd,
      env: { ...process.env, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return { command, args, env: {}, run };
}

/** @returns what PHP_CodeSniffer finds in a folder, a line each. */
export function sniff(standard: string, folder: string): string[] {
  const program = unpacked(codeSniffer)!;
  const flags = ['-d', 'error_reporting=0', '-d', `include_path=${program}/usr/share/php`];
  const options = `--report=emacs --runtime-set ignore_errors_on_exit 1 --runtime-set ignore_warnings_on_exit 1`;
  const said = findPhp()!.run([
    ...flags,
    `${program}/${codeSniffer.program}`,
    ...options.split(' '),
    `--standard=${standard}`,
    folder,
  ]);
  return said.split('\n').filter(Boolean);
}

/** A whole tree of a release, to be linked from, not to be written to. Undefined: it is not on this machine. */
export function findTree(release: Release): string | undefined {
  const tree = treeOf(release);
  return existsSync(`${tree}/wp-content/db.php`) ? tree : undefined;
}

const treeOf = (release: Release): string => `${cache}/${release}`;

/** Fetches what is not there. @returns what could not be had, and why. */
export function fetchWordpress(): string[] {
  mkdirSync(cache, { recursive: true });
  const missing = fetchFromDebian([
    { name: 'PHP 8.2', what: php, isThere: () => findPhp() !== undefined },
    {
      name: 'PHP_CodeSniffer',
      what: codeSniffer,
      isThere: () => unpacked(codeSniffer) !== undefined,
    },
    ...releaseNames.map((name) => ({
      name: `the ${name} WordPress`,
      what: releases[name],
      isThere: () => unpacked(releases[name]) !== undefined,
    })),
  ]);
  try {
    if (!existsSync(sqliteZip)) fetchSqlite();
  } catch (error) {
    missing.push(`WordPress's plugin for SQLite: ${reasonOf(error)}`);
  }
  const interpreter = findPhp();
  if (missing.length > 0 || !interpreter) return missing;
  for (const release of releaseNames) if (!findTree(release)) plant(release, interpreter);
  return [];
}

function fetchSqlite(): void {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', cache, playground], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [tarball] = globSync(`${cache}/wp-playground-cli-*.tgz`);
  execFileSync('tar', ['-xzf', tarball!, '-C', cache, '--strip-components=1', 'package/sqlite-database-integration.zip']); // prettier-ignore
  rmSync(tarball!);
}

/** One tree out of the packages: the links into the other packages followed, SQLite put in place of MySQL. */
function plant(release: Release, interpreter: Php): void {
  const source = unpacked(releases[release])!;
  const draft = `${treeOf(release)}.draft`;
  rmSync(draft, { recursive: true, force: true });
  // What the packages make at their installation, outside: of no use here.
  for (const link of ['.htaccess', 'wp-includes/certificates/ca-bundle.crt', 'wp-config.php'])
    rmSync(`${source}/usr/share/wordpress/${link}`, { force: true });
  execFileSync('cp', ['-rL', `${source}/usr/share/wordpress`, draft]);
  writeFileSync(`${draft}/wp-includes/certificates/ca-bundle.crt`, '');
  // The archive is opened by WordPress's own code, which needs no extension for it.
  const unzip = `require '${draft}/wp-admin/includes/class-pclzip.php';
    (new PclZip('${sqliteZip}'))->extract(PCLZIP_OPT_PATH, '${draft}/wp-content');`;
  interpreter.run(['-d', 'error_reporting=0', '-r', unzip]);
  const [database] = globSync(`${draft}/wp-content/*/wp-includes/sqlite/db.php`);
  if (!database) throw new Error('The plugin for SQLite holds other files than expected');
  // It reads a property that WordPress 6.1 does not have yet; only WordPress's own tests need that.
  const connector = `${dirname(database)}/class-wp-sqlite-db.php`;
  const property = 'allow_unsafe_unquoted_parameters';
  const code = readFileSync(connector, 'utf8');
  writeFileSync(connector, code.replace(`$this->__get( '${property}' )`, `$this->${property}`));
  const dropIn = `<?php
define( 'DATABASE_TYPE', 'sqlite' );
define( 'DB_ENGINE', 'sqlite' );
require_once __DIR__ . '${database.slice(`${draft}/wp-content`.length)}';
`;
  writeFileSync(`${draft}/wp-content/db.php`, dropIn);
  rmSync(treeOf(release), { recursive: true, force: true });
  renameSync(draft, treeOf(release));
}
