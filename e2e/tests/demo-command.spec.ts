import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { tmpdir } from 'node:os';
import { Api } from '../lib/api.ts';
import { Child } from '../lib/child.ts';
import { newPerson } from '../lib/people.ts';
import { freePort } from '../lib/server.ts';

const isUp = async (address: string): Promise<boolean> => {
  try {
    return (await fetch(address)).status > 0;
  } catch {
    return false;
  }
};

const admin = fileURLToPath(new URL('../../packages/server/src/admin.ts', import.meta.url));
const connectLink = (dataDir: string) =>
  promisify(execFile)(
    process.execPath,
    [admin, 'connect-link', 'maple-court', 'agent@example.com'],
    {
      env: { ...process.env, DATA_DIR: dataDir, ADMIN_SECRET: '', APP_URL: '' },
    },
  );

test('P4: the demo starts everything, ends everything, and keeps what was booked', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'luma-demo-'));
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const server = `http://localhost:${port}`;
  const sandbox = `http://localhost:${sandboxPort}`;
  const demo = () =>
    new Child('scripts/demo.ts', {
      DATA_DIR: dataDir,
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      GOOGLE_CLIENT_ID: '',
      GOOGLE_CLIENT_SECRET: '',
      // Settings that somebody who runs a real server may have in their shell.
      DATABASE_URL: 'postgres://nobody@127.0.0.1:9/theirs',
      SMTP_URL: 'smtp://127.0.0.1:9',
      ROLE: 'worker',
    });
  const api = new Api(server);
  const person = newPerson();

  const first = demo();
  try {
    await first.line(/^ready /);
    expect(first.stdout.at(-1)).toBe(`ready ${server}/demo`);
    expect((await fetch(`${server}/demo`)).status).toBe(200);
    const config = await fetch(`${server}/api/lumaleasing/config`, {
      headers: { 'X-API-Key': 'pk_demo' },
    });
    // The demo sends no SMS.
    expect(await config.text()).toContain('"smsOffered":false');
    const { startsAt } = await api.freeTime();
    const { manageUrl } = await api.booked({ startsAt, ...person });
    expect(manageUrl).toContain(server);
    const again = await api.book({ startsAt: (await api.freeTime()).startsAt, ...person });
    expect(again.body).toMatchObject({ error: { code: 'TOUR_EXISTS' } });
    // Mails stay on this machine.
    await expect.poll(() => readdir(join(dataDir, 'outbox')).catch(() => [])).not.toEqual([]);
    // A shell with no settings of a server means the demo, while it runs.
    expect((await connectLink(dataDir)).stdout).toContain(
      `${server}/api/lumaleasing/calendar/connect?link=`,
    );
    expect(await first.end()).toBe(0);
    expect(await Promise.all([isUp(server), isUp(sandbox)])).toEqual([false, false]);
    await expect(connectLink(dataDir)).rejects.toThrow('ADMIN_SECRET is missing');

    const second = demo();
    await second.line(/^ready /);
    const other = await api.book({ startsAt, ...newPerson('Grace') });
    expect(other.body).toMatchObject({ error: { code: 'SLOT_TAKEN' } });
    expect((await fetch(manageUrl)).status).toBe(200);
    expect(await second.end()).toBe(0);
    expect(await Promise.all([isUp(server), isUp(sandbox)])).toEqual([false, false]);
  } finally {
    await first.end();
    await rm(dataDir, { recursive: true, force: true });
  }
});

test('P4: starting over leaves a folder alone that is no demo’s', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'luma-no-demo-'));
  try {
    await writeFile(join(dataDir, 'theirs.txt'), 'precious');
    const demo = new Child('scripts/demo.ts', { DATA_DIR: dataDir }, ['--fresh']);
    expect(await demo.ended).toBe(1);
    expect(demo.said.join()).toContain('holds no demo');
    expect(await readdir(dataDir)).toEqual(['theirs.txt']);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
