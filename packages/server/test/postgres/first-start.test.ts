import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertIsolation } from '../../src/db/assert-isolation.ts';
import { openPostgres } from '../../src/db/client.ts';
import { describeSetup } from '../../src/db/describe-setup.ts';
import { startServerProcess } from '../processes.ts';
import { startPostgres, startPostgres15 } from '../start-postgres.ts';
import { bookedTour, manage, writtenEvent } from '../tours.ts';
import { createWorld, testSettings } from '../world.ts';

const admin = fileURLToPath(new URL('../../src/admin.ts', import.meta.url));
const fast = ['fsync=off', 'max_connections=60'];
const fifteen = await startPostgres15(fast, { encrypted: true });
if (!fifteen)
  console.warn('SKIPPED: Postgres 15 is not on this machine. `node scripts/debian.ts` says why.');
const eighteen = await startPostgres(fast);

const run = async (url: string, ...statements: string[]) => {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    for (const statement of statements) await client.unsafe(statement);
  } finally {
    await client.end();
  }
};

/** The SQL between the sentence and the hint, as an administrator would copy it. */
const statementsIn = (told: string): string[] => told.split('\n\n')[1]!.split('\n');

describe.each([
  ['15', fifteen, '?sslmode=require'],
  ['18', eighteen, ''],
] as const)(
  'on Postgres %s, a user who owns the database and may not create roles',
  (_version, server, options) => {
    if (!server) return it.skip('(it is not on this machine)');
    const as = (login: string, database = 'leasing') =>
      server.url(database).replace('postgres:postgres@', `${login}:${login}@`) + options;
    const settings = { ...testSettings, LOG_LEVEL: 'info', DATABASE_URL: as('app') };
    const setup = async () =>
      (
        await promisify(execFile)(process.execPath, [admin, 'database-setup'], {
          env: { DATABASE_URL: as('app') },
        })
      ).stdout;

    beforeAll(() =>
      run(
        server.url('postgres'),
        `create role app login password 'app'`,
        `create role host_admin login password 'host_admin' createrole`,
        'create database leasing owner app',
      ),
    );
    afterAll(() => server.stop());

    it('is told in a sentence what an administrator must run; then everything works [P4]', async () => {
      const refused = startServerProcess(settings);
      expect(await refused.ended).toBe(1);
      const told = refused.said();
      expect(told).toContain(
        'The database user app may not create the roles that keep tenants apart (luma_tenant, luma_system, luma_auth): an administrator runs this once',
      );
      expect(told).not.toMatch(/^\s+at |Failed query/m);
      const statements = statementsIn(told);
      expect(statements).toHaveLength(4);
      expect(await setup()).toContain(statements.join('\n'));

      // This needs no superuser, only a user who may create roles.
      await run(as('host_admin'), ...statements);
      expect(await describeSetup(settings)).toContain('there is nothing to run');
      const started = startServerProcess(settings);
      expect((await fetch(`${await started.url}/readyz`)).status).toBe(200);
      await started.kill('SIGKILL');

      const url = as('app');
      const world = await createWorld({
        database: { ...openPostgres(url), url, asSuperuser: async () => [] },
      });
      expect((await world.connect()).status).toBe(200);
      const booking = await bookedTour(world);
      await writtenEvent(world, booking.id);
      await world.pass();
      expect((await manage(world, booking, '/cancel')).status).toBe(200);
      const question = { kind: 'question', message: 'Cats?', email: 'cats@example.org' };
      expect((await world.post('/api/lumaleasing/leads', question)).status).toBe(201);
      await world.stop();
    }, 120_000);

    // The roles exist by now, as they do for another database of the same cluster.
    it.each([
      ['who was not given the roles', '', [], 'was not given the roles luma_tenant'],
      [
        'who may create roles, but was not given these',
        'createrole',
        [],
        /^$|was not given the roles/,
      ],
      [
        'who inherits nothing',
        'noinherit',
        ['grant luma_tenant, luma_system, luma_auth to LOGIN with admin option'],
        /inherit|was not given/,
      ],
      [
        'who does not own the database',
        '',
        [
          'grant luma_tenant, luma_system, luma_auth to LOGIN with admin option',
          'alter database LOGIN owner to postgres',
        ],
        'does not own the database',
      ],
    ] as const)('%s', async (what, attributes, given, words) => {
      const login = `user_${what.replaceAll(/\W/g, '_').slice(0, 40)}`;
      const statements = given.map((one) => one.replaceAll('LOGIN', login));
      await run(
        server.url('postgres'),
        `create role ${login} login password '${login}' ${attributes}`,
        `create database ${login} owner ${login}`,
        ...statements,
      );
      const database = openPostgres(as(login, login));
      const told = await database.migrate().then(
        () => '',
        (error: Error) => error.message,
      );
      expect(told).toMatch(words);
      if (told) await run(server.url(login), ...statementsIn(told));
      await database.migrate();
      await assertIsolation(database.db);
      await database.close();
    });
  },
);
