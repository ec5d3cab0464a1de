import { spawn, type ChildProcess } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Booking } from '@luma-leasing/types/tour';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, startPostgres, type StartedPostgres } from '../start-postgres.ts';
import { visitor, type Visitor } from '../visitor.ts';

// What somebody has who has just cloned the repository: its files, and nothing that was installed or built.
const repository = fileURLToPath(new URL('../../../..', import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'luma-readme-')));
const leftOut = ['node_modules', 'dist', '.git', '.data', '.cache', 'settings.env'];
const settingsFile = join(folder, 'settings.env');

const blocksOf = (text: string) =>
  [...text.matchAll(/^```sh\n([^]*?)^```/gm)].map((found) => found[1]!);
const readme = readFileSync(join(repository, 'README.md'), 'utf8');
const section = readme.split(/^## /m).find((one) => one.startsWith('Running it'))!;
const [install = '', settle = '', start = '', describing = '', members = '', ...more] =
  blocksOf(section);
/** With them, a shell knows the settings, and `admin`. */
const [knowing = '', defining = ''] = describing.split('\n');

/** What any shell has, how npm finds its registry and its cache, and what Node compiled before: none of a server's settings. */
const usual =
  /^(PATH|HOME|LANG|TMPDIR|XDG_.*|NODE_(EXTRA_CA_CERTS|COMPILE_CACHE)|SSL_CERT_.*|npm_config_.*|\w+_proxy)$/i;
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => usual.test(name)),
);
let postgres: StartedPostgres;
let port: number;
let server: ChildProcess | undefined;
let visits: Visitor;

/** A shell that somebody opens in the folder, and pastes commands into. @param exported before, in this shell. */
function shell(commands: string, exported: Record<string, string> = {}) {
  const child = spawn('sh', ['-e', '-c', commands], {
    cwd: folder,
    // The registry is not asked again for what is here.
    env: { ...environment, npm_config_prefer_offline: 'true', ...exported },
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

/** What a shell says in which all works. */
async function pasted(commands: string, exported: Record<string, string> = {}): Promise<string> {
  const { ended, said } = shell(commands, exported);
  expect(await ended, said()).toBe(0);
  return said();
}

async function startServer(): Promise<void> {
  const { child, started } = shell(start);
  server = child;
  await started;
}

async function stopServer(): Promise<void> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  const ended = Promise.withResolvers<void>();
  server.once('close', () => ended.resolve());
  process.kill(-server.pid!, 'SIGKILL');
  await ended.promise;
}

beforeAll(async () => {
  cpSync(repository, folder, {
    recursive: true,
    filter: (path) => !leftOut.includes(basename(path)),
  });
  postgres = await startPostgres(['fsync=off']);
  await postgres.create('lumaleasing');
  port = await freePort();
  visits = visitor((path, init) => fetch(`http://localhost:${port}${path}`, init));
});

afterAll(async () => {
  await stopServer();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Of the date that was `tomorrow` then. */
const datesIn = (said: string) => /times of maple-court on (\S+)/.exec(said)![1]!;

describe('the README leads from an empty Postgres to the first booked tour, word for word [P10]', () => {
  let key: string;
  let described: string;
  let booking: Booking;

  it('by settings that are written once, and that nothing overwrites', async () => {
    expect(more).toEqual([]);
    await pasted(install);
    const without = shell(settle);
    expect(await without.ended).not.toBe(0);
    expect(without.said()).toContain('DATABASE_URL');
    expect(existsSync(settingsFile)).toBe(false);

    // What the text asks for: where the database is, and a port that is free.
    const DATABASE_URL = postgres.ordinaryUrl('lumaleasing');
    await pasted(settle, { DATABASE_URL, PORT: String(port) });
    expect(statSync(settingsFile).mode & 0o777).toBe(0o600);
    const settings = readFileSync(settingsFile, 'utf8');
    expect(settings).toContain(`DATABASE_URL='${DATABASE_URL}'`);
    await pasted(settle, { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/theirs' });
    await pasted(settle);
    expect(readFileSync(settingsFile, 'utf8')).toBe(settings);
  });

  it('by a server, a property, and its page', async () => {
    await startServer();
    described = await pasted(describing);
    key = /^pk_[\w-]+$/m.exec(described)![0];
    const page = new RegExp(`http://localhost:${port}/book/maple-court`).exec(described)![0];
    const shown = await (await fetch(page)).text();
    expect(shown).toContain('Schedule a tour of Maple Court');
    expect(shown).toContain('1200 Maple Street');
    const { slotsByDate } = await visits.availability('', { 'X-API-Key': key });
    const [slots] = Object.values(slotsByDate);
    expect(slots!.map(({ time }) => time)).toEqual(['10:00', '11:00', '14:00']);
    const booked = await visits.book(
      { startsAt: slots![1]!.startsAt },
      { 'X-API-Key': key, Origin: 'https://www.example.com' },
    );
    expect(booked.status).toBe(201);
    booking = booked.booking;
    expect(booking).toMatchObject({ startsAt: slots![1]!.startsAt });
    const left = await visits.availability('', { 'X-API-Key': key });
    expect(Object.values(left.slotsByDate)[0]!.map((one) => one.available)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('by accounts of its team', async () => {
    const said = await pasted(`${knowing}\n${defining}\n${members}`);
    const links = said.match(/^http\S+\/reset-password\/\S+$/gm)!;
    expect(links).toHaveLength(2);
    const password = 'a password of theirs';
    for (const [n, email] of ['maya@example.com', 'kim@example.com'].entries()) {
      const body = new URLSearchParams({ password, again: password });
      expect((await fetch(links[n]!, { method: 'POST', body })).status).toBe(200);
      const signedIn = await fetch(`http://localhost:${port}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: `http://localhost:${port}` },
        body: JSON.stringify({ email, password }),
      });
      expect(signedIn.status).toBe(200);
    }
  });

  it('by each command that the text names', async () => {
    const named = [...section.matchAll(/`(admin(?: [^`]*)?)`/g)].map(([, command]) => command!);
    expect(named.length).toBeGreaterThan(2);
    const said = await pasted([knowing, defining, ...named].join('\n'));
    expect(said).toContain('/api/lumaleasing/calendar/connect?link=');
    expect(said).toContain('there is nothing to run');
    expect(said).toContain('pnpm admin times PROPERTY');
  });

  it('and all of it may be run again, after the server has ended, too', async () => {
    await stopServer();
    await pasted(settle, { DATABASE_URL: postgres.ordinaryUrl('lumaleasing') });
    await startServer();
    // Its secrets are the same.
    expect(await (await fetch(booking.manageUrl)).text()).toContain('Maple Court');
    const again = await pasted(`${describing}\n${members}`);
    const did = again.match(/^(created|changed): .*/gm) ?? [];
    const tomorrow = datesIn(again);
    // Unless midnight has passed in Chicago.
    expect(did).toEqual(
      tomorrow === datesIn(described) ? [] : [`created: times of maple-court on ${tomorrow}`],
    );
    expect(again.match(/^unchanged: /gm)!.length + did.length).toBe(7);
    expect(again).toContain(key);
    expect(again).not.toContain('/reset-password/');
  });
});

it('each example of docs/administration.md works, one after the other [P10]', async () => {
  const page = readFileSync(join(repository, 'docs/administration.md'), 'utf8');
  // And what stands in its text, where it is a whole command.
  const named = [...page.matchAll(/`(pnpm admin[^`]*)`/g)].map(([, command]) => command!);
  const examples = [...blocksOf(page), ...named.filter((one) => !/[A-Z]{2}/.test(one))];
  expect(examples).toContain('pnpm admin database-setup');
  expect(examples.join('').match(/^pnpm admin /gm)!.length).toBeGreaterThan(20);
  // What package.json has pnpm do, without the seconds that it takes to begin.
  const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
    scripts: { admin: string };
  };
  const pnpm = `PATH="$PWD/node_modules/.bin:$PATH"\npnpm() { shift; ${scripts.admin} "$@"; }`;
  let old = '';
  for (const example of examples) {
    const said = await pasted([knowing, pnpm, example.replace('pk_…', old)].join('\n'));
    expect(said.trim()).not.toBe('');
    old = /revoke-key maple-court website (pk_\S+)/.exec(said)?.[1] ?? old;
  }
});
