import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorBody } from '@luma-leasing/types/errors';
import { createWorld, type World } from '../../test/world.ts';
import { createApp } from '../app.ts';
import { rowsOf } from '../db/client.ts';
import { sweeps } from '../job-table.ts';
import { AppError } from '../lib/errors.ts';
import { createLog } from '../lib/log.ts';
import { createLimits } from './limits.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
});
afterAll(() => world.stop());

/** Two servers with one database. Each has its own memory. */
const servers = () => [createApp(world.ctx), createApp(world.ctx)] as const;
let addresses = 0;
const ask = async (
  app: ReturnType<typeof createApp>,
  input: Record<string, unknown>,
  address = `10.0.0.${++addresses}`,
) => {
  const answer = await app.request('/api/lumaleasing/leads', {
    method: 'POST',
    headers: {
      'X-API-Key': 'pk_live',
      'Content-Type': 'application/json',
      'X-Forwarded-For': `203.0.113.9, ${address}`,
    },
    body: JSON.stringify({ kind: 'question', message: 'Hi', ...input }),
  });
  return { answer, error: ((await answer.json()) as Partial<ErrorBody>).error };
};

/** How many of `count` requests pass, if two servers take turns. */
async function through(
  count: number,
  input: (n: number) => Record<string, unknown>,
  from?: string,
) {
  const apps = servers();
  let passed = 0;
  for (let n = 0; n < count; n++) {
    const { answer, error } = await ask(apps[n % 2]!, input(n), from);
    if (answer.status === 201) passed++;
    else expect(error?.code).toBe('RATE_LIMITED');
  }
  return passed;
}

async function countedAgainstKey(): Promise<number> {
  const rows = rowsOf<{ points: number }>(
    await world.ctx.db.execute(sql`select points from rate_limits where key like 'key:%'`),
  );
  expect(rows).toHaveLength(1);
  return rows[0]!.points;
}

describe('limits on writes [P2, B5] hold across servers', () => {
  it('for one email address, however it is written', async () => {
    const spellings = ['Flood@Example.org', 'flood@example.org', 'FLOOD@example.org'];
    expect(await through(14, (n) => ({ email: spellings[n % 3] }))).toBe(10);
  });

  it('for one phone, however it is written', async () => {
    const spellings = [
      '(312) 555-0170',
      '+1 312 555 0170',
      '312.555.0170',
      '３１２５５５０１７０',
      '٣١٢ ٥٥٥ ٠١٧٠',
      '+١٣١٢٥٥٥٠١٧٠',
    ];
    const endings = ['', ' ext. ', ' x', ' #'];
    const phone = (n: number) => spellings[n % 6]! + (n % 4 ? `${endings[n % 4]}${n}` : '');
    expect(await through(24, (n) => ({ phone: phone(n) }))).toBe(10);
  });

  it('for one network address, which a client cannot make up', async () => {
    const passed = await through(64, (n) => ({ email: `p${n}@example.org` }), '198.51.100.7');
    expect(passed).toBe(60);
  });

  it('for one network of IPv6 addresses, because each client has many of them', async () => {
    const apps = servers();
    const statuses = [];
    for (let n = 0; n < 64; n++) {
      const from = `2001:db8:7:1::${n.toString(16)}`;
      const { answer } = await ask(apps[n % 2]!, { email: `v6-${n}@example.org` }, from);
      statuses.push(answer.status);
    }
    expect(statuses.filter((status) => status === 201)).toHaveLength(60);
    const neighbour = await ask(apps[0], { email: 'next@example.org' }, '2001:db8:7:2::1');
    expect(neighbour.answer.status).toBe(201);
  });

  it('and a refused request does not count against the limit that all visitors of a property share', async () => {
    const [app] = servers();
    const before = await countedAgainstKey();
    for (let n = 0; n < 3; n++) {
      const byEmail = await ask(app, { email: 'flood@example.org', phone: '312 555 0171' });
      const byPhone = await ask(app, { phone: '312 555 0170' });
      const byAddress = await ask(app, { email: `new${n}@example.org` }, '198.51.100.7');
      for (const { answer } of [byEmail, byPhone, byAddress]) expect(answer.status).toBe(429);
    }
    expect(await countedAgainstKey()).toBe(before);
    await ask(app, { email: 'somebody@example.org' });
    expect(await countedAgainstKey()).toBe(before + 1);
  });

  it('and say when to come back', async () => {
    const [app] = servers();
    const { answer, error } = await ask(app, { email: 'flood@example.org' });
    expect(answer.status).toBe(429);
    const seconds = Number(answer.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(3_600);
    expect(error?.retryAfter).toBe(seconds);
  });

  it('and do not store whom they count', async () => {
    const rows = await world.ctx.db.execute('select key from rate_limits');
    expect(JSON.stringify(rows)).not.toMatch(/flood|312|198\.51/);
  });
});

describe('answers that somebody has a tour [B5]', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const limitsOf = (settings = {}) =>
    createLimits({ ...world.ctx, config: { ...world.ctx.config, ...settings }, log });
  const propertyId = 'a property';
  type Attempt = (mayInvite: boolean) => Promise<{ answer: string; invitesStranger: boolean }>;
  /** Books at one property, from a network address. */
  const book = async (address: string, attempt: Attempt = known, limits = limitsOf()) =>
    limits
      .limitBooking({ propertyId, address }, attempt)
      .catch((error: unknown) => (error as AppError).code);
  const known: Attempt = async () => ({ answer: 'booked', invitesStranger: false });
  const stranger: Attempt = async (mayInvite) => ({
    answer: mayInvite ? 'invited' : 'withheld',
    invitesStranger: mayInvite,
  });
  const told: Attempt = async () => {
    throw new AppError('TOUR_EXISTS', 'They have one.');
  };
  const taken: Attempt = async () => {
    throw new AppError('SLOT_TAKEN', 'Taken.');
  };
  const times = async (count: number, one: () => Promise<string>) =>
    Object.fromEntries(
      [...Map.groupBy(await Promise.all(Array.from({ length: count }, one)), (said) => said)].map(
        ([said, all]) => [said, all.length],
      ),
    );

  it('are limited for one address, and other bookings do not count', async () => {
    const limits = limitsOf();
    expect(await times(20, () => book('office', stranger, limits))).not.toHaveProperty(
      'RATE_LIMITED',
    );
    expect(await times(20, () => book('office', taken, limits))).toEqual({ SLOT_TAKEN: 20 });
    for (let n = 0; n < 5; n++) expect(await book('office', told, limits)).toBe('TOUR_EXISTS');
    expect(await book('office', told, limits)).toBe('RATE_LIMITED');
    expect(await book('office', known, limitsOf())).toBe('RATE_LIMITED');
  });

  it('exceed the limit by two at most, if requests come at once in one server', async () => {
    const limits = limitsOf();
    const { TOUR_EXISTS, RATE_LIMITED } = await times(20, () => book('parallel', told, limits));
    expect(TOUR_EXISTS).toBeGreaterThanOrEqual(5);
    expect(TOUR_EXISTS).toBeLessThanOrEqual(7);
    expect(TOUR_EXISTS! + RATE_LIMITED!).toBe(20);
  });

  it('are one for each visitor after the property’s limit; other visitors do not wait', async () => {
    // The tests above have counted some.
    for (let n = 0; n < 10; n++) for (let k = 0; k < 5; k++) await book(`prober-${n}`, told);
    expect([await book('late', told), await book('late')]).toEqual(['TOUR_EXISTS', 'RATE_LIMITED']);
    // Several bookings at once from one address pass, too, if none got such an answer.
    const limits = limitsOf();
    expect(await times(9, () => book('somebody', known, limits))).toEqual({ booked: 9 });
  });

  it('are logged, without the visitor', () => {
    const said = lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
    expect(said).toContain('told that an address has a tour');
    expect(said).toContain('asked too often whether an address has a tour');
    expect(lines.join()).not.toMatch(/office|prober/);
  });

  it('are counted before they are given; an answer that cannot be counted is not given', async () => {
    const limits = limitsOf();
    const rename = (from: string, to: string) =>
      world.ctx.db.execute(sql.raw(`alter table ${from} rename to ${to}`));
    const uncountable: Attempt = async (mayInvite) => {
      await rename('rate_limits', 'rate_limits_away');
      return told(mayInvite);
    };
    const answer = await book('uncounted', uncountable, limits);
    await rename('rate_limits_away', 'rate_limits');
    expect(answer).not.toBe('TOUR_EXISTS');
  });

  describe('invitations to new addresses, counted beside', () => {
    const few = { INVITATIONS_PER_VISITOR: 4 };

    it('are limited for one visitor, and exceed the limit by two at most', async () => {
      const limits = limitsOf(few);
      const { invited, withheld } = await times(20, () => book('inviting', stranger, limits));
      expect(invited).toBeGreaterThanOrEqual(4);
      expect(invited).toBeLessThanOrEqual(6);
      expect(invited! + withheld!).toBe(20);
      expect(await book('inviting', stranger, limitsOf(few))).toBe('withheld');
    });

    it('are not counted for known addresses, nor for failed bookings', async () => {
      const limits = limitsOf(few);
      await times(9, () => book('careful', known, limits));
      await times(9, () => book('careful', taken, limits));
      expect(await book('careful', stranger, limits)).toBe('invited');
    });
  });
});

it('counts requests with unknown keys, before the look-up [P2]', async () => {
  const [app] = servers();
  const answers = [];
  for (let n = 0; n < 601; n++) {
    const headers = { 'X-API-Key': `pk_guess_${n}`, 'X-Forwarded-For': '192.0.2.2' };
    answers.push(await app.request('/api/lumaleasing/config', { headers }));
  }
  expect(answers.slice(0, 600).every(({ status }) => status === 401)).toBe(true);
  expect(answers[600]!.status).toBe(429);
});

it('limits reads in each process', async () => {
  const [app] = servers();
  const headers = { 'X-API-Key': 'pk_live', 'X-Forwarded-For': '192.0.2.1' };
  const answers = await Promise.all(
    Array.from({ length: 620 }, async () => app.request('/api/lumaleasing/config', { headers })),
  );
  const statuses = Map.groupBy(answers, (answer) => answer.status);
  expect([statuses.get(200)?.length, statuses.get(429)?.length]).toEqual([600, 20]);
});

it('deletes ended limits within an hour, and no others', async () => {
  const sweep = sweeps.find(({ path }) => path === 'ended-limits');
  expect(sweep?.cron).toMatch(/^\d+ \* \* \* \*$/);
  const keys = async () => {
    const rows = await world.ctx.db.execute(sql`select key from rate_limits`);
    return rowsOf<{ key: string }>(rows).map(({ key }) => key);
  };
  await ask(servers()[0], { email: 'ended@example.org' });
  const standing = await keys();
  const [ended] = standing.filter((key) => key.startsWith('email:'));
  await world.ctx.db.execute(
    sql`update rate_limits set expire = ${new Date(Date.now() - 1_000).toISOString()} where key = ${ended}`,
  );
  await sweep!.run(world.ctx);
  expect((await keys()).toSorted()).toEqual(standing.filter((key) => key !== ended).toSorted());
});
