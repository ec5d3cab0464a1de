import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf } from '../../src/db/errors.ts';
import type { Query } from '../../src/db/statement.ts';
import { openTestDatabase, type TestDatabase } from '../database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.db.execute('create table things (name text primary key)');
});
afterAll(() => database.close());

const insert = (name: string): Query => ({
  text: 'insert into things values ($1)',
  params: [name],
});
const quit: Query = { text: 'select pg_terminate_backend(pg_backend_pid())', params: [] };
const stored = () => database.inOneGo([{ text: 'select name from things', params: [] }]);

it('no query sent in one go runs outside its transaction when the connection breaks between them', async () => {
  // More rounds than there are connections. In the first ones statements are not prepared yet.
  for (let n = 0; n < 25; n++) {
    const code = await database
      .inOneGo([insert('a'), quit, insert('b'), insert('c')])
      .then(() => 'done', codeOf);
    expect(code).toMatch(/^(57P01|CONNECTION_CLOSED|ECONNRESET|EPIPE)$/);
  }
  expect(await stored()).toEqual([]);
  await Promise.all(Array.from({ length: 30 }, (_, n) => database.inOneGo([insert(`d${n}`)])));
  expect(await stored()).toHaveLength(30);
});
