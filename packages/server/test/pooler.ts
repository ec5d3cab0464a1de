import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findPgbouncer } from '../../../scripts/debian.ts';
import { freePort, nobody } from './start-postgres.ts';

export interface Pooler {
  /** The address of the same database through the pooler. */
  url(database: string): string;
  stop(): Promise<void>;
}

/**
 * Starts Debian's PgBouncer in transaction mode before the server; undefined if it is not installed.
 * @param prepared how many prepared statements it keeps; 0: none, like versions before 1.21.
 */
export async function startPooler(server: string, prepared = 100): Promise<Pooler | undefined> {
  const found = findPgbouncer();
  if (!found) return undefined;
  const { hostname, port: target, username, password } = new URL(server);
  const folder = mkdtempSync(join(tmpdir(), 'luma-pooler-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  writeFileSync(join(folder, 'users.txt'), `"${username}" "${password}"\n`);
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    `[databases]
* = host=${hostname} port=${target}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(folder, 'users.txt')}
pool_mode = transaction
max_prepared_statements = ${prepared}
; Far fewer than those who come: each transaction is on another connection than the one before.
default_pool_size = 3
`,
  );
  const child = spawn(found.command, [...found.args, join(folder, 'pgbouncer.ini')], {
    ...nobody(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<void>();
  let said = '';
  child.once('exit', () => {
    ready.reject(new Error(`PgBouncer ended: ${said}`));
    ended.resolve();
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    said += `${line}\n`;
    if (line.includes('process up')) ready.resolve();
  });
  await ready.promise;
  return {
    url: (database) => {
      const url = new URL(server);
      url.port = String(port);
      url.pathname = database;
      return url.href;
    },
    stop: async () => {
      child.kill('SIGKILL');
      await ended.promise;
      rmSync(folder, { recursive: true });
    },
  };
}
