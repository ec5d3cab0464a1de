import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createWorld, testSettings, type World } from '../../test/world.ts';
import { callAdminApi } from './api.ts';
import { runCommand } from './run-command.ts';

const program = fileURLToPath(new URL('../admin.ts', import.meta.url));
/** A directory without settings of anybody. */
const folder = mkdtempSync(join(tmpdir(), 'luma-admin-'));
let world: World;
let server: Server;
let settings: Record<string, string>;
beforeAll(async () => {
  // The command decides what `tomorrow` is, so the server and it must have one clock.
  world = await createWorld({ jobs: false, startsAt: Date.now() });
  server = createServer((request, response) => {
    void getRequestListener(world.app.fetch)(request, response);
  });
  settings = { APP_URL: await listen(server), ADMIN_SECRET: testSettings.ADMIN_SECRET };
  await admin(['organization', 'oak-homes', '--name', 'Oak Homes']);
  await admin([...oak, '--hours', 'mon-fri 9:00-12:00 13:00-18:00, sat 10:00-16:00']);
  await admin(['key', 'oak-place', 'shop']);
});
afterAll(async () => {
  server.close();
  await world.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => vi.unstubAllEnvs());

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const oak = [
  'property oak-place --organization oak-homes --name Oak --timezone America/Denver --street Oak',
  '--city Denver --region CO --postal-code 80202 --country US --contact-name team',
].flatMap((line) => line.split(' '));

/** Runs `pnpm admin`. @returns its outputs and its exit code. */
const admin = async (args: string[], env: Record<string, string> = settings) => {
  for (const name of ['APP_URL', 'ADMIN_SECRET', 'PORT', 'DATA_DIR'])
    vi.stubEnv(name, env[name] ?? '');
  const { code, out = '', err = '' } = await runCommand(args);
  return { code, out, err };
};
/** Runs a command that must succeed. @returns what it printed. */
const printed = async (...args: string[]) => {
  const { code, out, err } = await admin(args);
  expect([code, err]).toEqual([0, '']);
  return out;
};

describe('pnpm admin [P10]', () => {
  it('prints what was done, as text, tables or JSON', async () => {
    expect(await printed(...oak)).toBe('unchanged: property oak-place');
    expect(await printed('organizations')).toMatch(
      /^SLUG +NAME +PROPERTIES\n[^]*^oak-homes +Oak Homes +1$/m,
    );
    expect(JSON.parse(await printed('properties', '--json'))).toContainEqual(
      expect.objectContaining({ slug: 'oak-place', timezone: 'America/Denver' }),
    );
    expect(await printed()).toContain('pnpm admin times PROPERTY [DATE] [TIME…]');
    const help = await printed('property', '--help');
    expect(help).toContain('--timezone ZONE');
    for (const line of help.split('\n').slice(2))
      expect(line).toMatch(/^ {4}--[\w-]+ \S+.*? {2,}\S.*\w/);
  });

  it('shows a property by its options, and accepts what it shows as input', async () => {
    const said = ['--hours', 'fri-mon 9:00-12:00, wed 10:00-24:00', '--bring', 'A photo ID'];
    const exceptions = ['--except', '2027-12-25 closed', '--except', '2027-12-24 9:00-12:00'];
    const rest = ['--tours', 'no', '--daily-cap', '7', '--notice', '90', '--greeting', 'Hello!'];
    await printed('property', 'oak-place', ...said, ...exceptions, ...rest);
    const shown = (await printed('property', 'oak-place')).split('\n');
    const pairs = shown.map((line) => /^(\S+) *(.*)$/.exec(line)!.slice(1) as [string, string]);
    expect(pairs).toContainEqual(['tours', 'no']);
    expect(pairs).toContainEqual(['notice', '90']);
    expect(pairs).toContainEqual([
      'hours',
      'mon 09:00-12:00, wed 10:00-24:00, fri-sun 09:00-12:00',
    ]);
    expect(pairs).toContainEqual(['except', '2027-12-24 09:00-12:00']);
    // All that the server knows of the property.
    const property = JSON.parse(await printed('property', 'oak-place', '--json')) as {
      address: object;
      settings: object;
    };
    const { address, settings, ...fields } = property;
    const names = new Set(pairs.map(([name]) => name));
    expect(names.size).toBe([fields, address, settings].flatMap((one) => Object.keys(one)).length);
    const again = pairs
      .filter(([name]) => name !== 'slug')
      .flatMap(([name, value]) => [`--${name}`, value]);
    expect(await printed('property', 'oak-place', ...again)).toBe('unchanged: property oak-place');
    expect(await printed('property', 'oak-place', '--hours', 'closed', '--tours', 'yes')).toContain(
      'changed',
    );
    expect(await printed('property', 'oak-place')).toMatch(/^hours +closed$/m);
  });

  it('gives the link to choose a password until a password is chosen', async () => {
    const member = ['member', 'kim@example.com', '--organization', 'oak-homes', '--role', 'owner'];
    const link = new RegExp(`^${world.ctx.config.APP_URL}/reset-password/\\S+$`, 'm');
    expect(await printed(...member)).toMatch(link);
    // The case of a first command that was interrupted before it printed anything.
    const again = await printed(...member);
    expect(again).toMatch(/^unchanged: member kim@example.com\n/);
    const [url = ''] = link.exec(again)!;
    const password = 'a password of theirs';
    const chosen = await world.request(new URL(url).pathname, {
      method: 'POST',
      body: new URLSearchParams({ password, again: password }),
    });
    expect(chosen.status).toBe(200);
    expect(await printed(...member)).toBe('unchanged: member kim@example.com');
    expect(await printed('member', 'kim@example.com', '--name', 'Kim Lee')).toBe(
      'changed: member kim@example.com',
    );
    expect((await admin(['member', 'new@example.com', '--role', 'owner'])).err).toContain(
      '--organization: Required for a new member',
    );
    expect(await printed('remove-member', 'kim@example.com')).toBe(
      'changed: kim@example.com is no member',
    );
    expect(await printed('remove-member', 'kim@example.com')).toMatch(/^unchanged: /);
  });

  it('sets, shows and deletes the times of a date, for an agent or the front desk', async () => {
    const times = (...rest: string[]) => printed('times', 'oak-place', ...rest);
    expect(await times('tomorrow', '9:00', '14:30')).toMatch(/^created: times of oak-place on /);
    expect(await times()).toMatch(/front-desk  09:00 14:30$/);
    expect(await times('tomorrow')).toMatch(/front-desk  09:00 14:30$/);
    expect(await times('today')).toMatch(/^There are none on \d{4}-\d\d-\d\d\.$/);
    await printed('agent', 'oak-place', 'sam@example.com', '--name', 'Sam');
    expect(await times('tomorrow', '15:00', '--agent', 'sam@example.com')).toMatch(/^created/);
    expect(await times('--agent', 'Sam@Example.com')).toMatch(
      /^DATE.*\n\S+ +sam@example\.com  15:00$/,
    );
    expect(await times('tomorrow', '--agent', 'Sam@Example.com')).not.toContain('front-desk');
    expect(await times('tomorrow', '--agent', 'front-desk')).not.toContain('sam@example.com');
    expect(await times('tomorrow')).toContain('sam@example.com');
    expect((await admin(['times', 'oak-place', 'tomorrow', '16:00'])).err).toContain(
      '--agent: Say whose times',
    );
    expect(await times('tomorrow', 'none', '--agent', 'front-desk')).toMatch(/^changed/);
    expect(await times('tomorrow', '--agent', 'front-desk')).toMatch(
      /^There are none on \S+ of front-desk\.$/,
    );
    const { err } = await admin(['times', 'oak-place', 'tomorrow', 'none', '10:00']);
    expect(err).toContain('"none" stands alone');
    expect(await times('tomorrow')).toContain('15:00');
  });

  it('lists all pages of a list', async () => {
    const far = (days: number) =>
      Temporal.Now.plainDateISO('America/Denver').add({ days }).toString();
    await printed(...oak.with(1, 'oak-annex'));
    for (const days of [2, 100, 500]) await printed('times', 'oak-annex', far(days), '9:00');
    const rows = (await printed('times', 'oak-annex')).split('\n').slice(1);
    expect(rows.map((row) => row.split(' ')[0])).toEqual([far(2), far(100), far(500)]);
    const names = Array.from({ length: 101 }, (_, n) => `trial-${n}`);
    for (const name of names) await printed('key', 'oak-annex', name, '--test');
    const keys = (await printed('keys', 'oak-annex')).split('\n').slice(1);
    expect(new Set(keys.map((row) => row.split(' ')[0]))).toEqual(new Set(names));
    expect(keys).toHaveLength(101);
  });

  it('prints tags with the server’s address, and tells how to rotate a key', async () => {
    const at = world.ctx.config.APP_URL;
    expect(at).not.toBe(settings['APP_URL']);
    const made = await printed('key', 'oak-place', 'shop');
    const [old = ''] = /pk_\S+/.exec(made)!;
    expect(made).toContain(`<script async src="${at}/lumaleasing.js" data-key="${old}"></script>`);
    expect(made).toContain(`${at}/book/oak-place`);
    const rotated = await printed('rotate-key', 'oak-place', 'shop');
    const said = /pnpm admin (revoke-key .*)$/m.exec(rotated)![1]!;
    expect(said).toBe(`revoke-key oak-place shop ${old}`);
    expect(await printed(...said.split(' '))).toBe(`changed: ${old} is revoked`);
    expect(await printed(...said.split(' '))).toBe(`unchanged: ${old} is revoked`);
    expect(await printed('keys', 'oak-place')).toMatch(new RegExp(`^shop +${old} +revoked `, 'm'));
  });

  it.each<[string, string[], number, string]>([
    ['an unknown command', ['propertis'], 2, 'There is no command "propertis".'],
    ['an unknown option', ['property', 'oak-place', '--colour', 'red'], 2, "'--colour'"],
    ['a missing word', ['agent', 'oak-place'], 2, 'What is missing: EMAIL'],
    ['an empty word', ['property', ''], 2, 'What is missing: SLUG'],
    ['a word too many', ['agents', 'oak-place', 'x'], 2, 'What is "x" for?'],
    [
      'an option twice',
      ['property', 'oak-place', '--buffer', '5', '--buffer', '10'],
      2,
      '--buffer stands 2 times',
    ],
    ['an unknown slug', ['agents', 'oak-palace'], 1, 'There is no property “oak-palace”.'],
    ['a slug that is a way', ['property', '..'], 2, '".." is no SLUG.'],
    ['no slug', ['agents', 'Oak_Place'], 1, 'property: Small letters and digits'],
    ['no zone', 'property oak-place --timezone Denver'.split(' '), 1, '--timezone: This is no'],
    ['no hours', 'property oak-place --hours always'.split(' '), 1, '--hours: "always" names'],
    [
      'no range',
      ['property', 'oak-place', '--hours', 'mon 9-18'],
      1,
      '--hours: "9-18" is no range',
    ],
    [
      'no time',
      ['property', 'oak-place', '--hours', 'mon 25:00-26:00'],
      1,
      '--hours: "25:00-26:00" is no range',
    ],
    [
      'a range that ends before it starts',
      ['property', 'oak-place', '--hours', 'mon 18:00-9:00'],
      1,
      '--hours: "18:00-9:00" must end after it starts',
    ],
    [
      'hours that overlap',
      ['property', 'oak-place', '--hours', 'mon 9:00-13:00 12:00-18:00'],
      1,
      '--hours: 09:00-13:00 and 12:00-18:00 overlap',
    ],
    [
      'an exception on no day',
      ['property', 'oak-place', '--except', '2027-02-30 closed'],
      1,
      '--except: "2027-02-30" is no date',
    ],
    ['no number', 'property oak-place --buffer ten'.split(' '), 1, '"ten" is no whole number.'],
    [
      'too small a number',
      'property oak-place --daily-cap 0'.split(' '),
      1,
      '--daily-cap: This must be at least 1',
    ],
    [
      'no address',
      'property oak-place --privacy here'.split(' '),
      1,
      '--privacy: This must be an address like',
    ],
    ['no name', ['organization', 'oak-homes'], 1, '--name: This is needed'],
    [
      'no role',
      'member a@example.com --organization oak-homes --role king'.split(' '),
      1,
      '--role: This must be one of: owner, manager, agent',
    ],
    [
      'no origin, of two',
      ['key', 'oak-place', 'website', '--origin', 'https://a.example', '--origin', 'b.example/c'],
      1,
      '--origin "b.example/c": An origin is scheme and host',
    ],
    ['a key that is none', ['key', 'oak-place', 'shop', '--test'], 1, 'is no test key, and stays'],
    [
      'none and one',
      ['key', 'oak-place', 'x', '--origin', 'none', '--origin', 'b'],
      1,
      'stands alone',
    ],
    ['no date', ['times', 'oak-place', 'someday'], 1, '"someday" is no date. Write one like'],
    [
      'no time of day',
      ['times', 'oak-place', 'tomorrow', '9am'],
      1,
      '"9am" is no time. Write times',
    ],
    [
      'nobody’s times',
      ['times', 'oak-place', '--agent', 'desk'],
      1,
      '--agent: "desk" is no email address, and not front-desk.',
    ],
    [
      'a new property without its rest',
      ['property', 'elm', '--name', 'Elm'],
      1,
      '--street: A new property needs it',
    ],
  ])('says what is wrong with %s', async (_what, args, code, words) => {
    const said = await admin(args);
    expect(said.err).toContain(words);
    expect(said.err).not.toMatch(/^\s+at |Invalid|expected|received/m);
    expect([said.code, said.out]).toEqual([code, '']);
  });
});

describe('pnpm admin finds its server', () => {
  afterEach(() => vi.useRealTimers());

  it('and otherwise says where it looked, or that the secret is wrong', async () => {
    const nowhere = { ...settings, APP_URL: 'http://127.0.0.1:9' };
    expect((await admin(['properties'], nowhere)).err).toContain(
      'No LumaLeasing server answers at http://127.0.0.1:9.',
    );
    const wrong = { ...settings, ADMIN_SECRET: 'some secret of before' };
    expect((await admin(['properties'], wrong)).err).toContain('has another ADMIN_SECRET');
    expect((await admin(['properties'], { APP_URL: settings['APP_URL']! })).err).toBe(
      'These settings need attention:\n  ADMIN_SECRET is missing (the server’s own, which stands in its settings: set -a && . ./settings.env)',
    );
  });

  it('and says that the server has no secret, so that nobody may use it', async () => {
    const open = await createWorld({ jobs: false, settings: { ADMIN_SECRET: '' } });
    const its = createServer((request, response) => {
      void getRequestListener(open.app.fetch)(request, response);
    });
    try {
      const { err } = await admin(['properties'], { ...settings, APP_URL: await listen(its) });
      expect(err).toContain('This server has no ADMIN_SECRET');
    } finally {
      its.close();
      await open.stop();
    }
  });

  it('in the demo that runs here, only if the shell names no other', async () => {
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(join(folder, 'running.env'), lines.join(''));
    const shell = { DATA_DIR: folder };
    expect((await admin(['properties'], shell)).out).toContain('oak-place');
    const other = { ...shell, APP_URL: 'http://127.0.0.1:9' };
    expect((await admin(['properties'], other)).err).toContain('ADMIN_SECRET is missing');
    const another = { ...shell, ADMIN_SECRET: testSettings.ADMIN_SECRET, PORT: '9' };
    expect((await admin(['properties'], another)).err).toContain('at http://localhost:9.');
  });

  it('as a process, with the right outputs and exit code', async () => {
    const { PATH = '', NODE_OPTIONS = '', TEST_CLOCK_SHIFT = '' } = process.env;
    const env = { PATH, NODE_OPTIONS, TEST_CLOCK_SHIFT, ...settings };
    const run = (...args: string[]) => {
      const ended = Promise.withResolvers<[number, string, string]>();
      const child = execFile(process.execPath, [program, ...args], { env }, (_error, out, err) =>
        ended.resolve([child.exitCode ?? -1, out, err]),
      );
      return ended.promise;
    };
    expect(await run(...oak)).toEqual([0, 'unchanged: property oak-place\n', '']);
    expect(await run('agents', 'elm')).toEqual([1, '', 'There is no property “elm”.\n']);
    const [code, out, err] = await run('agents');
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^What is missing: PROPERTY\n\npnpm admin agents PROPERTY\n/);
  });

  it('and does not wait for ever for a server that does not answer', async () => {
    const mute = createServer();
    vi.stubEnv('APP_URL', await listen(mute));
    vi.stubEnv('ADMIN_SECRET', testSettings.ADMIN_SECRET);
    vi.useFakeTimers();
    try {
      const asked = callAdminApi('GET', ['properties']).catch((error: Error) => error.message);
      await once(mute, 'request');
      await vi.advanceTimersByTimeAsync(90_000);
      expect(await asked).toContain('did not answer within 90 seconds');
    } finally {
      mute.close();
      mute.closeAllConnections();
    }
  });
});

// `test/postgres/readme.test.ts` runs the examples of this page.
describe('docs/administration.md', () => {
  const page = readFileSync(new URL('../../../../docs/administration.md', import.meta.url), 'utf8');

  it('names every command, and no other', async () => {
    const known = [...(await printed()).matchAll(/^ {2}pnpm admin ([\w-]+)/gm)].map(
      ([, name]) => name!,
    );
    const rows = page.split('\n').filter((line) => line.startsWith('| ') && line.includes('`'));
    const named = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, text]) => text!));
    expect(new Set(named.map((text) => text.split(' ')[0]))).toEqual(new Set(known));
    for (const text of named) {
      const [name = '', ...rest] = text.split(' ');
      const usage = await printed(name, '--help');
      for (const option of rest.filter((one) => one.startsWith('--')))
        expect(usage, text).toContain(`    ${option} `);
    }
  });
});
