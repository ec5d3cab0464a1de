import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { codeOf } from './errors.ts';
import type { Query } from './statement.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.db.execute('create table things (name text primary key)');
});
afterAll(() => database.close());

const select: Query = { text: 'select name from things', params: [] };
const insert = (name: string): Query => ({
  text: 'insert into things values ($1) returning name',
  params: [name],
});
const outcomeOf = (queries: Query[]) =>
  database.inOneGo(queries).then(
    (rows) => rows,
    (error: unknown) => codeOf(error),
  );

describe('queries sent in one go', () => {
  it('are one transaction, and answer with the last one’s rows', async () => {
    expect(await outcomeOf([insert('a'), insert('b')])).toEqual([{ name: 'b' }]);
    expect(await outcomeOf([select])).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  it.each([
    ['first', () => [insert('a'), insert('c')]],
    ['last', () => [insert('c'), insert('a')]],
  ])('leave nothing behind when the %s fails, and say why', async (_which, queries) => {
    expect(await outcomeOf(queries())).toBe('23505');
    expect(await outcomeOf([select])).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  it('run outside no transaction, though the connection breaks between them', async (test) => {
    test.skip(database.url === undefined, 'an embedded database has no connection');
    const quit: Query = { text: 'select pg_terminate_backend(pg_backend_pid())', params: [] };
    // More often than there are connections; at first with statements that are not prepared yet.
    for (let n = 0; n < 25; n++) {
      const code = await outcomeOf([insert('d'), quit, insert('e'), insert('f')]);
      expect(code).toMatch(/^(57P01|CONNECTION_CLOSED|ECONNRESET|EPIPE)$/);
    }
    expect(await outcomeOf([select])).toEqual([{ name: 'a' }, { name: 'b' }]);
    await Promise.all(Array.from({ length: 30 }, (_, n) => database.inOneGo([insert(`g${n}`)])));
    expect(await outcomeOf([select])).toHaveLength(32);
  });
});
