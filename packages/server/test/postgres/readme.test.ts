import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort, startPostgres, type StartedPostgres } from '../start-postgres.ts';
import { visitor, type Visitor } from '../visitor.ts';

// What somebody has who has just cloned the repository: its files, and nothing that was installed or built.
const repository = fileURLToPath(new URL('../../../..', import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'luma-readme-')));
const leftOut = ['node_modules', 'dist', '.git', '.data', '.cache', 'settings.env'];

const readme = readFileSync(join(repository, 'README.md'), 'utf8');
const section = readme.split(/^## /m).find((one) => one.startsWith('Running it'))!;
const blocks = [...section.matchAll(/^```sh\n([^]*?)^```/gm)].map((found) => found[1]!);

/** What any shell has, and how npm finds its registry and its cache: none of a server's settings. */
const usual =
  /^(PATH|HOME|LANG|TMPDIR|XDG_.*|NODE_EXTRA_CA_CERTS|SSL_CERT_.*|npm_config_.*|\w+_proxy)$/i;
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => usual.test(name)),
);
let postgres: StartedPostgres;
let settings: Record<string, string>;
let server: ChildProcess;
let visits: Visitor;

/** A shell that somebody opens in the folder, and pastes commands into. */
function shell(commands: string) {
  const child = spawn('sh', ['-e', '-c', commands], {
    cwd: folder,
    // The registry is not asked again for what is here.
    env: { ...environment, npm_config_prefer_offline: 'true', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    // With all that it starts.
    detached: true,
  });
  let said = '';
  const started = Promise.withResolvers<void>();
  started.promise.catch(() => {});
  const ended = Promise.withResolvers<number | null>();
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('"msg":"started"')) started.resolve();
    });
  child.once('close', (code) => {
    started.reject(new Error(`ended with ${code}: ${said}`));
    ended.resolve(code);
  });
  return { child, started: started.promise, ended: ended.promise, said: () => said };
}

beforeAll(async () => {
  cpSync(repository, folder, {
    recursive: true,
    filter: (path) => !leftOut.includes(basename(path)),
  });
  postgres = await startPostgres(['fsync=off']);
  await postgres.create('lumaleasing');
  const port = await freePort();
  settings = { DATABASE_URL: postgres.ordinaryUrl('lumaleasing'), PORT: String(port) };
  visits = visitor((path, init) => fetch(`http://localhost:${port}${path}`, init));
});

afterAll(async () => {
  if (server) process.kill(-server.pid!, 'SIGKILL');
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('the README leads from an empty Postgres to the first booked tour, word for word [P10]', async () => {
  const [start, describe, ...more] = blocks;
  expect(more).toEqual([]);

  const running = shell(start!);
  server = running.child;
  await running.started;

  const described = shell(describe!);
  expect(await described.ended, described.said()).toBe(0);
  const key = /^pk_[\w-]+$/m.exec(described.said())![0];
  const page = /http:\/\/localhost:\d+\/book\/maple-court/.exec(described.said())![0];

  const shown = await (await fetch(page)).text();
  expect(shown).toContain('Schedule a tour of Maple Court');
  expect(shown).toContain('1200 Maple Street');
  const { slotsByDate } = await visits.availability('', { 'X-API-Key': key });
  const [slots] = Object.values(slotsByDate);
  expect(slots!.map(({ time }) => time)).toEqual(['10:00', '11:00', '14:00']);
  const { status, booking } = await visits.book(
    { startsAt: slots![1]!.startsAt },
    { 'X-API-Key': key, Origin: 'https://www.example.com' },
  );
  expect(status).toBe(201);
  expect(booking).toMatchObject({ startsAt: slots![1]!.startsAt });
  expect(await (await fetch(booking.manageUrl)).text()).toContain('Maple Court');
  const left = await visits.availability('', { 'X-API-Key': key });
  expect(Object.values(left.slotsByDate)[0]!.map((one) => one.available)).toEqual([
    true,
    false,
    true,
  ]);

  // Whoever runs it all again changes nothing.
  const again = shell(describe!);
  expect(await again.ended, again.said()).toBe(0);
  expect(again.said().match(/^(created|changed)/gm)).toBeNull();
  expect(again.said()).toContain(key);
});
