import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, testSettings, type World } from '../../test/world.ts';

const program = fileURLToPath(new URL('../admin.ts', import.meta.url));
let world: World;
let server: Server;
let settings: Record<string, string>;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  server = createServer(getRequestListener(world.app.fetch));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  settings = {
    APP_URL: `http://127.0.0.1:${port}`,
    ADMIN_SECRET: testSettings.ADMIN_SECRET,
  };
  await admin(['organization', 'oak-homes', '--name', 'Oak Homes']);
  await admin([...oak, '--hours', 'mon-fri 9:00-12:00 13:00-18:00, sat 10:00-16:00']);
});
afterAll(async () => {
  server.close();
  await world.stop();
});

const oak = [
  ...['property', 'oak-place', '--organization', 'oak-homes', '--name', 'Oak Place'],
  ...['--timezone', 'America/Denver', '--street', '1 Oak St', '--city', 'Denver', '--region', 'CO'],
  ...['--postal-code', '80202', '--country', 'US', '--contact-name', 'the team'],
];

/** @returns what it printed, where, and its exit code. */
const admin = (args: string[], env: Record<string, string> = settings) => {
  const { promise, resolve } = Promise.withResolvers<{ code: number; out: string; err: string }>();
  const child = execFile(process.execPath, [program, ...args], { env }, (_error, out, err) =>
    resolve({ code: child.exitCode ?? -1, out, err }),
  );
  return promise;
};

describe('pnpm admin [P10]', () => {
  it('prints what was done, tables, and what programs read', async () => {
    expect((await admin(oak)).out).toBe('unchanged: property oak-place\n');
    const shown = (await admin(['property', 'oak-place'])).out;
    expect(shown).toContain('mon-fri 09:00-12:00 13:00-18:00, sat 10:00-16:00');
    expect((await admin(['organizations'])).out).toMatch(
      /^SLUG +NAME +PROPERTIES\n[^]*oak-homes  Oak Homes +1\n/,
    );
    const { out } = await admin(['properties', '--json']);
    expect(JSON.parse(out)).toContainEqual(
      expect.objectContaining({ slug: 'oak-place', timezone: 'America/Denver' }),
    );
    expect((await admin(['property', '--help'])).out).toContain('--timezone ZONE');
    const member = ['member', 'kim@example.com', '--organization', 'oak-homes', '--role', 'owner'];
    const { out: made } = await admin(member);
    expect(made).toContain(`${world.ctx.config.APP_URL}/reset-password/`);
    expect((await admin(member)).out).toBe('unchanged: account kim@example.com\n');
  });

  it.each<[string, string[], number, string]>([
    ['an unknown command', ['propertis'], 2, 'There is no command "propertis".'],
    ['an unknown option', ['property', 'oak-place', '--colour', 'red'], 2, "'--colour'"],
    ['a missing word', ['agent', 'oak-place'], 2, 'What is missing: EMAIL'],
    ['a word too many', ['agents', 'oak-place', 'x'], 2, 'What is "x" for?'],
    ['an unknown slug', ['agents', 'oak-palace'], 1, 'There is no property “oak-palace”.'],
    [
      'no zone',
      ['property', 'oak-place', '--timezone', 'Denver'],
      1,
      '--timezone: This is no time zone',
    ],
    [
      'no hours',
      ['property', 'oak-place', '--hours', 'always'],
      1,
      '--hours: "always" names no days',
    ],
    [
      'no range',
      ['property', 'oak-place', '--hours', 'mon 9-18'],
      1,
      '--hours: "9-18" is no range',
    ],
    [
      'hours that overlap',
      ['property', 'oak-place', '--hours', 'mon 9:00-13:00 12:00-18:00'],
      1,
      '--hours: 09:00-13:00 and 12:00-18:00 overlap',
    ],
    [
      'no number',
      ['property', 'oak-place', '--buffer', 'ten'],
      1,
      '--buffer: "ten" is no whole number.',
    ],
    [
      'no origin',
      ['key', 'oak-place', 'website', '--origin', 'https://oak.example/book'],
      1,
      '--origin: An origin is scheme and host',
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
    expect(said.err).not.toMatch(/^\s+at /m);
    expect([said.code, said.out]).toEqual([code, '']);
  });

  it('says where it looked for a server, and that the secret is another', async () => {
    const nowhere = { ...settings, APP_URL: 'http://127.0.0.1:9' };
    expect((await admin(['properties'], nowhere)).err).toContain(
      'No LumaLeasing server answers at http://127.0.0.1:9.',
    );
    const wrong = { ...settings, ADMIN_SECRET: 'some secret of before' };
    expect((await admin(['properties'], wrong)).err).toContain('has another ADMIN_SECRET');
    expect((await admin(['properties'], { APP_URL: settings['APP_URL']! })).err).toContain(
      'ADMIN_SECRET is missing',
    );
  });
});
