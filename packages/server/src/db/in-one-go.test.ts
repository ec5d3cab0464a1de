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
  it('are one transaction, and return the rows of the last query', async () => {
    expect(await outcomeOf([insert('a'), insert('b')])).toEqual([{ name: 'b' }]);
    expect(await outcomeOf([select])).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  it.each([
    ['first', () => [insert('a'), insert('c')]],
    ['last', () => [insert('c'), insert('a')]],
  ])('change nothing when the %s one fails, and return its error', async (_which, queries) => {
    expect(await outcomeOf(queries())).toBe('23505');
    expect(await outcomeOf([select])).toEqual([{ name: 'a' }, { name: 'b' }]);
  });
});
