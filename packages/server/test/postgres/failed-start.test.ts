import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import postgres from 'postgres';
import { proxyTo } from '../proxy.ts';
import { refusalOf } from '../refusal.ts';

/** Ordinary databases, each with an obstacle to the start. */
const admin = () =>
  postgres(`${inject('postgresSuperUrl')}postgres`, { max: 1, onnotice: () => {} });
const urlOf = (database: string) => `${inject('postgresUrl')}${database}`;
const databases = ['full', 'forbidding', 'reading', 'plain'].map((name) => `start_${name}`);

beforeAll(async () => {
  const client = admin();
  for (const name of databases) await client.unsafe(`create database ${name} owner ordinary`);
  await client.unsafe('alter database start_reading set default_transaction_read_only = on');
  await client.end();
  // Triggers raise the database's own errors, because a test cannot fill a disk, or be a host.
  await answerTo(
    'create table',
    'start_full',
    '53100',
    'could not extend file "base/1/2": No space left on device',
  );
  await answerTo(
    'create extension',
    'start_forbidding',
    '0A000',
    'extension "btree_gist" is not allow-listed for users in this service',
  );
});
afterAll(async () => {
  const client = admin();
  for (const name of databases) await client.unsafe(`drop database ${name} with (force)`);
  await client.end();
});

async function answerTo(command: string, database: string, code: string, words: string) {
  const client = postgres(`${inject('postgresSuperUrl')}${database}`, {
    max: 1,
    onnotice: () => {},
  });
  await client.unsafe(`create function refuse() returns event_trigger language plpgsql as $$
    begin raise exception using errcode = '${code}', message = '${words}'; end $$`);
  await client.unsafe(`create event trigger refuse on ddl_command_start when tag in ('${command}')
    execute function refuse()`);
  await client.end();
}

describe('a start that fails says in a sentence why, and what to do [P4]', () => {
  const withHost = (host: string) => Object.assign(new URL(urlOf('start_plain')), { host }).href;
  const withPassword = (password: string) =>
    Object.assign(new URL(urlOf('start_plain')), { password }).href;

  it.each([
    ['nobody listens', () => withHost('127.0.0.1:1'), 'DATABASE_URL cannot be reached. Is the'],
    [
      'no such host',
      () => withHost('nowhere.invalid:5432'),
      'The host named in DATABASE_URL is not',
    ],
    [
      'wrong password',
      () => withPassword('wrong'),
      'the user or password in DATABASE_URL. Correct',
    ],
    ['no such database', () => urlOf('start_absent'), 'does not exist. Create it first.'],
    ['no room', () => urlOf('start_full'), 'has no room left on its disk. Free some'],
    ['a host’s veto', () => urlOf('start_forbidding'), 'Allow it in your host’s settings'],
    ['a standby', () => urlOf('start_reading'), 'takes no changes: it is a standby'],
    ['no encryption there', () => `${urlOf('start_plain')}?sslmode=require`, 'Take sslmode out'],
  ])('%s', async (_what, url, words) => {
    const told = await refusalOf({ DATABASE_URL: url() });
    expect(told).toContain(words);
    expect(told).not.toMatch(/\n\s+at |Failed query|params:|wrong@|ordinary:/);
  });

  it('an old version', async () => {
    const old = await proxyTo(urlOf('start_plain'), (sent) => sent.replace(/18(00\d\d)/, '14$1'));
    expect(await refusalOf({ DATABASE_URL: old.url })).toContain(
      'The database is Postgres 14, and this server needs 15 or newer: upgrade it',
    );
    await old.away();
  });

  it('a wrong direct address', async () => {
    const told = await refusalOf({
      DATABASE_URL: urlOf('start_plain'),
      DATABASE_DIRECT_URL: withPassword('wrong'),
    });
    expect(told).toContain('user or password in DATABASE_DIRECT_URL');
  });

  it('two addresses of different databases', async () => {
    const told = await refusalOf({
      DATABASE_URL: urlOf('postgres'),
      DATABASE_DIRECT_URL: urlOf('start_plain'),
    });
    expect(told).toContain('leads to another database. Set DATABASE_DIRECT_URL');
  }, 60_000);
});
