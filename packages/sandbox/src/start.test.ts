import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AGENT, runSandbox, timed } from '../test/sandbox.ts';
import { ConfigError, readConfig } from './config.ts';
import { startSandbox } from './start.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

describe('the sandbox', () => {
  it('keeps grants, events and the clock over a restart', async () => {
    const dataDir = await folder();
    const first = await runSandbox({ dataDir });
    const tokens = await first.connect();
    await first.json(
      'POST',
      `/_control/google/events?account=${AGENT}`,
      timed('2026-01-06T15:00:00Z', '2026-01-06T16:00:00Z'),
    );
    first.sandbox.clock.advance(1000);
    const before = (await first.send('GET', `/_control/google/events?account=${AGENT}`)).body;
    await first.stop();
    expect(await readdir(dataDir)).toEqual(['state.json']);

    const second = await runSandbox({ dataDir });
    const after = (await second.send('GET', `/_control/google/events?account=${AGENT}`)).body;
    const mask = (body: unknown) => JSON.stringify(body).replaceAll(/localhost:\d+/g, 'localhost');
    expect(mask(after)).toBe(mask(before));
    expect(second.sandbox.clock.now()).toBe(first.sandbox.clock.now());
    expect((await second.refresh(tokens['refresh_token'] ?? '')).status).toBe(200);
  });

  it('says what to do about a state it cannot read', async () => {
    const dataDir = await folder();
    await writeFile(join(dataDir, 'state.json'), '{"version":1,');
    await expect(startSandbox({ dataDir })).rejects.toThrow(/state\.json.*Delete it/);
    await writeFile(join(dataDir, 'state.json'), '{"version":1}');
    await expect(startSandbox({ dataDir })).rejects.toThrow(/Delete it/);
  });

  it('starts afresh from the state of another version', async () => {
    const dataDir = await folder();
    await writeFile(join(dataDir, 'state.json'), '{"version":0}');
    const sandbox = await runSandbox({ dataDir });
    const accounts = await sandbox.send('GET', '/_control/google/accounts');
    expect(accounts.body['items']).toHaveLength(2);
  });

  it('answers on both loopback addresses', async () => {
    const sandbox = await runSandbox();
    const port = new URL(sandbox.url).port;
    expect((await fetch(`http://127.0.0.1:${port}/_control/clock`)).status).toBe(200);
    expect((await fetch(`http://localhost:${port}/_control/clock`)).status).toBe(200);
  });

  it('refuses a port that is taken', async () => {
    const sandbox = await runSandbox();
    const port = Number(new URL(sandbox.url).port);
    await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE', port });
  });
});

describe('the settings', () => {
  it('have defaults', () => {
    expect(readConfig({})).toEqual({ port: 3001, dataDir: undefined });
    expect(readConfig({ SANDBOX_PORT: '0', SANDBOX_DATA_DIR: '/x' })).toEqual({
      port: 0,
      dataDir: '/x',
    });
  });

  it.each(['abc', '-1', '70000', '1.5'])('refuse the port %s by name', (SANDBOX_PORT) => {
    expect(() => readConfig({ SANDBOX_PORT })).toThrow(ConfigError);
    expect(() => readConfig({ SANDBOX_PORT })).toThrow('SANDBOX_PORT');
  });
});
