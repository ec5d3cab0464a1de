import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Booked } from '@luma-leasing/types/tour';
import { openPostgres, rowsOf } from '../../src/db/client.ts';
import { eventually } from '../eventually.ts';
import { startPooler } from '../pooler.ts';
import { startServerProcess, type ServerProcess } from '../processes.ts';
import { refusalOf } from '../refusal.ts';
import { eventsOf, freeTime, someone } from '../tours.ts';
import { visitor } from '../visitor.ts';
import { createWorld, testSettings, type World } from '../world.ts';

const pooler = await startPooler(inject('postgresUrl'));
if (!pooler)
  console.warn('SKIPPED: PgBouncer is not on this machine. `node scripts/debian.ts` says why.');

describe.runIf(pooler)('behind a pooler in transaction mode [P11]', () => {
  let world: World;
  let pooled: string;
  let server: ServerProcess;
  beforeAll(async () => {
    world = await createWorld({ jobs: false, startsAt: Date.now() });
    await world.connect();
    pooled = pooler!.url(new URL(world.database.url!).pathname);
    server = startServerProcess({
      ...testSettings,
      ...world.sandbox.settings,
      LOG_LEVEL: 'info',
      DATABASE_URL: pooled,
      DATABASE_DIRECT_URL: world.database.url!,
    });
    await server.url;
  });
  afterAll(async () => {
    await server.kill('SIGKILL');
    await world.stop();
    await pooler!.stop();
  });

  it('a server with a direct address serves, with prepared statements, announcements and jobs', async () => {
    const url = await server.url;
    const visits = visitor((path, init) => fetch(url + path, init));
    const { availableDates, slotsByDate } = await visits.availability();
    const free = availableDates.flatMap((date) =>
      slotsByDate[date]!.filter((one) => one.available),
    );
    const booked = await Promise.all(
      free.slice(0, 30).map(({ startsAt }) => visits.book({ startsAt, ...someone() })),
    );
    expect(new Set(booked.map(({ status }) => status))).toEqual(new Set([201, 409]));
    const [first] = booked.filter(({ status }) => status === 201);
    await eventually(async () => expect(await eventsOf(world, first!.booking.id)).toHaveLength(1));

    // One server keeps the answer, and another one books.
    const startsAt = await freeTime(world);
    const isFree = async () => {
      const { slotsByDate: slots } = await visits.availability();
      return Object.values(slots)
        .flat()
        .find((one) => one.startsAt === startsAt)?.available;
    };
    expect(await isFree()).toBe(true);
    const elsewhere: Booked = (await world.book({ startsAt, ...someone() })) as never;
    expect(elsewhere.booking).toBeDefined();
    await eventually(async () => expect(await isFree()).not.toBe(true));
    expect(server.said()).not.toMatch(/"level":50|prepared statement/);
  });

  it('each transaction has its time limits, and later ones do not inherit them', async () => {
    const database = openPostgres(pooled, { directUrl: world.database.url!, transactions: 4 });
    const shown = `select current_setting('lock_timeout') as lock, current_setting('statement_timeout') as statement`;
    const work = [{ lock: '10s', statement: '1min' }];
    for (let n = 0; n < 8; n++) {
      const inside = database.db.transaction(async (tx) => [...rowsOf(await tx.execute(shown))]);
      expect(await inside).toEqual(work);
      expect([...(await database.inOneGo([{ text: shown, params: [] }]))]).toEqual(work);
      expect([...rowsOf(await database.db.execute(shown))]).toEqual([
        { lock: '0', statement: '0' },
      ]);
    }
    await database.close();
  });

  it.each([
    ['no direct address', () => ({ DATABASE_URL: pooled })],
    [
      'the pooler’s address as the direct one',
      () => ({ DATABASE_URL: pooled, DATABASE_DIRECT_URL: pooled }),
    ],
  ])('a start with %s is refused, before it has migrated anything', async (_what, addresses) => {
    const told = await refusalOf(addresses());
    expect(told).toContain('is the address of a pooler. Set DATABASE_DIRECT_URL');
  });

  it('a start behind a pooler that loses prepared statements is refused', async () => {
    const forgetful = await startPooler(inject('postgresUrl'), 0);
    const told = await refusalOf({
      DATABASE_URL: forgetful!.url(new URL(world.database.url!).pathname),
      DATABASE_DIRECT_URL: world.database.url!,
    });
    await forgetful!.stop();
    expect(told).toContain('The pooler of DATABASE_URL loses prepared statements.');
  });
});
