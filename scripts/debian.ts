// Debian's packages for the tests (Postgres 15, PgBouncer, and what `wordpress/packages.ts` names): found on this machine, or unpacked into `.cache`.
// Nothing is installed, no server is started by a package, and nobody need be root. `node scripts/debian.ts` fetches them.
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { root } from './process.ts';

const cache = `${root}.cache/debian`;
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

export interface Fetched {
  suite: string;
  /** With the libraries that they load: nothing is resolved. */
  packages: string[];
  /** What is looked for in the unpacked packages. */
  program: string;
}

export const listed = (names: string) => names.trim().split(/\s+/);

const postgres15: Fetched = {
  suite: 'bookworm',
  packages: listed(`
    postgresql-15
    libpq5 libxml2 libicu72 libldap-2.5-0 libsasl2-2 libssl3 liblz4-1
    libzstd1 libgssapi-krb5-2 libkrb5-3 libk5crypto3 libkrb5support0
    libcom-err2 libkeyutils1 libpam0g libaudit1 libcap-ng0 libxslt1.1
    libuuid1 libsystemd0 libgcrypt20 libgpg-error0 liblzma5 libcap2 zlib1g
    libgnutls30 libp11-kit0 libidn2-0 libunistring2 libtasn1-6 libnettle8
    libhogweed6 libgmp10 libffi8 libstdc++6 libgcc-s1
  `),
  program: 'usr/lib/postgresql/15/bin/postgres',
};

// Of the suite before, 1.18 loses prepared statements in transaction mode. Its C library is newer than that of the
// machine may be: so it comes with its own.
const pgbouncer: Fetched = {
  suite: 'trixie',
  packages: listed(`
    pgbouncer libc6 libevent-2.1-7t64 libcares2 libssl3t64 libsystemd0
    libpam0g libcap2 libaudit1 libcap-ng0 libzstd1 zlib1g
  `),
  program: 'usr/sbin/pgbouncer',
};

/** A program to be started with the arguments before its own. */
export interface Program {
  command: string;
  args: string[];
  env: Record<string, string>;
}

/** The folder of Postgres 15's programs, and what they need in their environment. Undefined: not on this machine. */
export function findPostgres15(): { bin: string; env: Record<string, string> } | undefined {
  const installed = '/usr/lib/postgresql/15/bin';
  if (existsSync(`${installed}/postgres`)) return { bin: installed, env: {} };
  const folder = unpacked(postgres15);
  if (folder === undefined) return undefined;
  const bin = dirname(`${folder}/${postgres15.program}`);
  return { bin, env: { LD_LIBRARY_PATH: librariesIn(folder) } };
}

export function findPgbouncer(): Program | undefined {
  const folder = unpacked(pgbouncer);
  const [loader] = folder ? globSync(`${folder}/usr/lib*/**/ld-linux-*.so.*`) : [];
  return folder && loader
    ? {
        command: loader,
        args: ['--library-path', librariesIn(folder), `${folder}/${pgbouncer.program}`],
        env: {},
      }
    : undefined;
}

export interface Wanted {
  /** As a person calls it. */
  name: string;
  what: Fetched;
  isThere: () => boolean;
}

const forTheServer: Wanted[] = [
  { name: 'Postgres 15', what: postgres15, isThere: () => findPostgres15() !== undefined },
  { name: 'PgBouncer', what: pgbouncer, isThere: () => findPgbouncer() !== undefined },
];

/** Fetches what is not there. @returns what could not be had, and why: the tests of it are then skipped. */
export function fetchFromDebian(wanted: Wanted[] = forTheServer): string[] {
  return wanted.flatMap(({ name, what, isThere }) => {
    if (isThere()) return [];
    try {
      fetch(what);
      return isThere() ? [] : [`${name}: Debian's packages hold other files than expected`];
    } catch (error) {
      return [`${name}: ${reasonOf(error)}`];
    }
  });
}

/** In apt's own words, where it has said any. */
export function reasonOf(error: unknown): string {
  const { stderr = '', message } = error as Error & { stderr?: Buffer | string };
  const [said] = /^E: .*/m.exec(String(stderr)) ?? [];
  return said ?? message;
}

const folderOf = ({ suite, packages }: Fetched) => `${cache}/${suite}-${packages[0]}`;

/** The folder of what was fetched. Undefined: it was not. */
export const unpacked = (what: Fetched): string | undefined =>
  existsSync(`${folderOf(what)}/${what.program}`) ? folderOf(what) : undefined;

export const librariesIn = (folder: string): string =>
  globSync(`${folder}/{lib,usr/lib}/*-linux-gnu`).join(':');

/** By an apt of its own: the machine's lists and packages are left alone. */
function fetch(what: Fetched): void {
  for (const needed of ['/usr/bin/apt-get', '/usr/bin/dpkg', keyring])
    if (!existsSync(needed)) throw new Error(`there is no ${needed} on this machine`);
  const apt = `${cache}/apt-${what.suite}`;
  for (const folder of ['etc', 'state/lists/partial', 'cache/archives/partial', 'debs'])
    mkdirSync(`${apt}/${folder}`, { recursive: true });
  writeFileSync(`${apt}/state/status`, '');
  // A mirror may be some weeks behind sid, whose lists expire after one. Their signature is still checked.
  const age = what.suite === 'sid' ? ' check-valid-until=no' : '';
  const source = `deb [signed-by=${keyring}${age}] http://deb.debian.org/debian ${what.suite} main\n`;
  writeFileSync(`${apt}/etc/sources.list`, source);
  const settings = {
    Dir: apt,
    'Dir::Etc': `${apt}/etc`,
    'Dir::State': `${apt}/state`,
    'Dir::State::status': `${apt}/state/status`,
    'Dir::Cache': `${apt}/cache`,
    'Acquire::Languages': 'none',
    'Acquire::Retries': '1',
    'Acquire::http::Timeout': '10',
    'APT::Sandbox::User': '',
    'APT::Update::Error-Mode': 'any',
  };
  writeFileSync(
    `${apt}/apt.conf`,
    Object.entries(settings)
      .map(([name, value]) => `${name} "${value}";\n`)
      .join(''),
  );
  const run = (command: string, args: string[]) =>
    execFileSync(command, args, {
      cwd: `${apt}/debs`,
      env: { ...process.env, APT_CONFIG: `${apt}/apt.conf` },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['download', '-qq', ...what.packages]);
  const draft = `${folderOf(what)}.draft`;
  rmSync(draft, { recursive: true, force: true });
  for (const deb of globSync(`${apt}/debs/*.deb`)) run('dpkg', ['-x', deb, draft]);
  rmSync(folderOf(what), { recursive: true, force: true });
  renameSync(draft, folderOf(what));
  rmSync(apt, { recursive: true });
}

if (import.meta.main) {
  const missing = fetchFromDebian();
  for (const line of missing) console.error(`✗ ${line}`);
  if (missing.length > 0) process.exitCode = 1;
}
