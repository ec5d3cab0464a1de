import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServerProcess, type ServerProcess } from '../processes.ts';
import { testSettings } from '../world.ts';

let folder: string;
const servers: ServerProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'luma-start-'));
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.kill('SIGKILL')));
  rmSync(folder, { recursive: true, force: true });
});

function start(settings: Record<string, string> = {}): ServerProcess {
  const usual = { ...testSettings, LOG_LEVEL: 'info', DATA_DIR: folder };
  const server = startServerProcess({ ...usual, ...settings });
  servers.push(server);
  return server;
}

/** The output of a server that does not start. */
async function refusal(server: ServerProcess): Promise<string> {
  expect(await server.ended).toBe(1);
  expect(server.said()).not.toMatch(/^\s+at /m);
  return server.said();
}

describe('the embedded database [P4]', () => {
  it('is used by one process: a second is refused, and the lock of a killed one is taken over', async () => {
    const first = start();
    const url = await first.url;
    const told = await refusal(start());
    expect(told).toContain(`is in use by process ${first.pid}`);
    expect(told).toMatch(/Stop it first|DATABASE_URL/);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);

    await first.kill('SIGKILL');
    expect(readFileSync(join(folder, 'server.lock'), 'utf8')).toBe(`${first.pid}@${hostname()}`);
    const next = start();
    expect((await fetch(`${await next.url}/readyz`)).status).toBe(200);
    expect(await next.kill('SIGTERM')).toBe(0);
    expect(() => readFileSync(join(folder, 'server.lock'))).toThrow('ENOENT');
  });

  it('is not opened while another process takes over the lock', async () => {
    writeFileSync(join(folder, 'server.lock'), '999999999');
    writeFileSync(join(folder, 'server.lock.takeover'), '1');
    expect(await refusal(start())).toContain('server.lock.takeover');
  });
});

describe('settings', () => {
  it('that are missing are named, with how to create them', async () => {
    const told = await refusal(start({ ENCRYPTION_KEYS: '', SESSION_SECRET: '' }));
    expect(told).toMatch(/ENCRYPTION_KEYS is missing .*openssl rand/);
    expect(told).toMatch(/SESSION_SECRET is missing .*openssl rand/);
  });

  it('that are wrong are named, without their value', async () => {
    const told = await refusal(
      start({
        SESSION_SECRET: 'hunter2',
        ENCRYPTION_KEYS: 'k1:aGVsbG8=',
        DATABASE_URL: 'mysql://root:hunter2@db',
        LOG_LEVEL: 'loud',
        PORT: '99999',
        GOOGLE_TOKEN_URL: 'ftp://hunter2',
      }),
    );
    for (const name of [
      'SESSION_SECRET is wrong: must be at least 32 characters',
      'ENCRYPTION_KEYS is wrong: key 1 is not of the form kid:base64 with 32 bytes',
      'DATABASE_URL is wrong: must start with postgres://',
      'LOG_LEVEL is wrong',
      'PORT is wrong',
      'GOOGLE_TOKEN_URL is wrong',
    ])
      expect(told).toContain(name);
    expect(told).not.toMatch(/hunter2|aGVsbG8/);
  });

  it('that need each other are demanded together', async () => {
    expect(await refusal(start({ GOOGLE_CLIENT_ID: 'one' }))).toContain('GOOGLE_CLIENT_SECRET');
  });
});

describe('an obstacle to the start', () => {
  it('is named: a port in use', async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const taken = createServer().listen(0, '127.0.0.1', () =>
      resolve((taken.address() as AddressInfo).port),
    );
    const told = await refusal(start({ PORT: String(await promise) }));
    expect(told).toContain('The port is in use');
    taken.close();
  });

  it('is named: an unreachable database', async () => {
    const told = await refusal(start({ DATABASE_URL: 'postgres://luma:pw@127.0.0.1:1/luma' }));
    expect(told).toContain('The database of DATABASE_URL cannot be reached');
    expect(told).not.toContain('pw@');
  });
});
