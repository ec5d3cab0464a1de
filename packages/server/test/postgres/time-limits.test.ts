import postgres from 'postgres';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { openPostgres, rowsOf, type Database } from '../../src/db/client.ts';
import { codeOf } from '../../src/db/errors.ts';
import { workLimits, type TimeLimits } from '../../src/db/time-limits.ts';
import { eventually } from '../eventually.ts';
import { freeTime, someone } from '../tours.ts';
import { visitor } from '../visitor.ts';
import { createWorld, type World } from '../world.ts';

const names = ['lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout'];
const shown = `select ${names.map((name) => `current_setting('${name}') as ${name}`).join(', ')}`;

describe('every connection has limits of its own [P11]', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ jobs: false });
  });
  afterAll(() => world.stop());
  const work = [
    { lock_timeout: '10s', statement_timeout: '1min', idle_in_transaction_session_timeout: '1min' },
  ];

  it('for plain statements, transactions, and queries sent in one go', async () => {
    const { db, inOneGo } = world.database;
    expect([...rowsOf(await db.execute(shown))]).toEqual(work);
    const inside = db.transaction(async (tx) => [...rowsOf(await tx.execute(shown))]);
    expect(await inside).toEqual(work);
    expect([...(await inOneGo([{ text: shown, params: [] }]))]).toEqual(work);
  });

  it('for the job queue', async () => {
    const { rows } = await world.ctx.queue.boss.getDb().executeSql(shown);
    expect(rows).toEqual([{ ...work[0], statement_timeout: '10min' }]);
  });
});

describe('a time limit', () => {
  let world: World;
  let other: postgres.Sql;
  const opened: Database[] = [];
  beforeAll(async () => {
    world = await createWorld({ jobs: false });
    await world.connect();
    other = postgres(world.database.url!, { max: 1, onnotice: () => {} });
  });
  afterAll(async () => {
    await other.end();
    for (const database of opened) await database.close();
    await world.stop();
  });

  /** The same database with a shorter limit, because a test must not wait as long as a visitor may. */
  const under = (limit: Partial<TimeLimits>): Database => {
    const database = openPostgres(world.database.url!, { limits: { ...workLimits, ...limit } });
    opened.push(database);
    return database;
  };

  it('that ends a booking is answered with “try again in a moment”, and the same request then books', async () => {
    const database = under({ lock: 200 });
    const app = createApp({ ...world.ctx, database, db: database.db });
    const visits = visitor((path, init) => app.request(path, init));
    const input = { startsAt: await freeTime(world), ...someone() };
    const key = { 'Idempotency-Key': 'behind-a-lock' };
    const held = await other.reserve();
    await held`begin`;
    await held`lock table tour_history in access exclusive mode`;
    const refused = await visits.book(input, key);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(refused.error).toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message: 'The service is not available just now. Please try again in a moment.',
    });
    await held`rollback`;
    held.release();
    expect((await visits.book(input, key)).status).toBe(201);
  });

  it('ends a statement that takes too long, and the connection can be used again', async () => {
    const { db } = under({ statement: 500 });
    const slow = async () => db.execute(sql`select pg_sleep(60)`);
    expect(await slow().then(() => 'done', codeOf)).toBe('57014');
    await eventually(async () => expect(rowsOf(await db.execute(sql`select 1`))).toHaveLength(1));
  });

  it('ends a transaction that its server has forgotten, and others still work', async () => {
    const database = under({ idleInTransaction: 500 });
    const forgotten = database.db.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      await eventually(async () => {
        const idle = await other`select from pg_stat_activity
          where state = 'idle in transaction' and datname = current_database()`;
        expect(idle).toHaveLength(0);
      });
      await tx.execute(sql`select 1`);
    });
    expect(await forgotten.then(() => 'done', codeOf)).toMatch(/25P03|CONNECTION_CLOSED/);
    const next = { text: 'select 1', params: [] };
    await eventually(async () => expect(await database.inOneGo([next])).toHaveLength(1));
  });
});
