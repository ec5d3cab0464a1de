import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectionOf } from '../../../../test/calendars.ts';
import { eventually } from '../../../../test/eventually.ts';
import { agentAccount } from '../../../../test/sandbox.ts';
import { createWorld, type World } from '../../../../test/world.ts';
import { CalendarError } from '../provider.ts';
import { withSession } from './with-session.ts';

const hour = 3_600_000;

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  await world.connect();
});
afterAll(() => world.stop());

const faults = (...thrown: CalendarError[]) => {
  let calls = 0;
  return async () => {
    const error = thrown[calls++];
    if (error) throw error;
    return calls;
  };
};
const use = async (work: () => Promise<number>) => {
  const { id: connectionId, provider } = await connectionOf(world, agentAccount);
  return withSession(world.unit, { connectionId, provider }, work);
};
const refused = new CalendarError('unauthorized', 'no');

it('makes a refused call once more, with another token [C6]', async () => {
  expect(await use(faults(refused))).toBe(2);
  await expect(use(faults(refused, refused))).rejects.toThrow('no');
});

it('waits as long as the provider asked, at most an hour, also if it asked on the second try', async () => {
  const retryAfterMs = 24 * hour;
  const told = new CalendarError('rate_limited', 'patience', { retryAfterMs });
  await expect(use(faults(refused, told))).rejects.toThrow('patience');
  const { pausedUntil } = await connectionOf(world, agentAccount);
  expect(pausedUntil).toBe(world.clock.now() + hour);
  await expect(use(faults())).rejects.toMatchObject({ fault: 'rate_limited' });
  await world.setTime(pausedUntil!);
  expect(await use(faults())).toBe(1);
});

it('pauses an account also for the time that any other fault names', async () => {
  const told = new CalendarError('unreachable', 'back soon', { retryAfterMs: 60_000 });
  await expect(use(faults(told))).rejects.toThrow('back soon');
  await expect(use(faults())).rejects.toMatchObject({ fault: 'rate_limited' });
  await world.pass(60_000);
  expect(await use(faults())).toBe(1);
  await expect(use(faults(new CalendarError('unreachable', 'gone')))).rejects.toThrow('gone');
  expect(await use(faults())).toBe(1);
});

it('makes four calls at once on one account, and waiting calls respect a pause [S1]', async () => {
  const entered: (() => void)[] = [];
  let most = 0;
  let within = 0;
  const slow = async () => {
    most = Math.max(most, ++within);
    await new Promise<void>((resolve) => entered.push(resolve));
    return within--;
  };
  const calls = Array.from({ length: 10 }, () => use(slow));
  await eventually(() => expect(within).toBeGreaterThanOrEqual(4));
  for (let n = 1; n <= 10; n++) {
    await eventually(() => expect(entered.length).toBeGreaterThan(0));
    entered.shift()!();
  }
  await Promise.all(calls);
  expect(most).toBe(4);

  const told = new CalendarError('rate_limited', 'patience', { retryAfterMs: 60_000 });
  const { id: connectionId, provider } = await connectionOf(world, agentAccount);
  const began = (work: () => Promise<number>) =>
    withSession(world.unit, { connectionId, provider }, work);
  const four = Array.from({ length: 4 }, () => began(faults(told)));
  const fifth = (await Promise.allSettled([...four, began(faults())])).at(-1);
  expect(fifth).toMatchObject({ reason: { message: 'The provider asked for patience' } });
});
