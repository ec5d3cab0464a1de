import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../test/members.ts';
import { bookedTour, someone } from '../test/tours.ts';
import { createWorld, type World } from '../test/world.ts';
import { tourBookings, tourHistory } from './db/tables/tours.ts';
import { leaveMessage } from './features/leads/leave-message.ts';
import { cancelTour } from './features/tours/changing/cancel-tour.ts';
import { moveTour } from './features/tours/changing/move-tour.ts';
import { withSession } from './features/calendars/grants/with-session.ts';
import { attempt, noteChange, runStatement, transact, type UnitOfWork } from './unit-of-work.ts';

let world: World;
let manager: UnitOfWork;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  await world.connect();
  await signIn(world, { role: 'manager' });
  const [user] = await world.database.asSuperuser('select id from users');
  const actor = { role: 'manager', userId: String(user!['id']), profileId: null } as const;
  manager = { ...world.unit, actor: { ...actor, via: 'dashboard' } };
});
afterAll(() => world.stop());

const statusOf = async (tourId: string) => {
  const [tour] = await transact(world.unit, ({ tx }) =>
    tx.select().from(tourBookings).where(eq(tourBookings.id, tourId)),
  );
  return tour!.status;
};
const messages = async () =>
  Number((await world.database.asSuperuser('select count(*) as n from lead_messages'))[0]!['n']);
const question = () => ({ kind: 'question' as const, message: 'Cats?', email: someone().email });

describe('verbs inside one transaction', () => {
  it('commit together', async () => {
    const { id } = await bookedTour(world);
    const before = await messages();
    await transact(manager, async (unit) => {
      await cancelTour(unit, id);
      await leaveMessage(unit, question());
    });
    expect([await statusOf(id), await messages()]).toEqual(['cancelled', before + 1]);
  });

  it('roll back together when one fails', async () => {
    const { id } = await bookedTour(world);
    const before = await messages();
    const broken = transact(manager, async (unit) => {
      await cancelTour(unit, id);
      await leaveMessage(unit, question());
      throw new Error('on purpose');
    });
    await expect(broken).rejects.toThrow('on purpose');
    expect([await statusOf(id), await messages()]).toEqual(['confirmed', before]);
  });

  it('see what the ones before them did', async () => {
    const { id } = await bookedTour(world);
    await transact(manager, async (unit) => {
      await cancelTour(unit, id);
      const [row] = await runStatement<{ status: string }>(unit, {
        text: 'select status from tour_bookings where id = $1::uuid',
        params: [id],
      });
      expect(row!.status).toBe('cancelled');
    });
  });

  it('announce their changes when the transaction has committed, and not when it has failed', async () => {
    const { changes } = world.ctx;
    await changes.start();
    const first = changes.position();
    const hasChanged = () => changes.hasChanged(['an agent'], first);
    const broken = transact(world.unit, async (unit) => {
      await transact(unit, async (inner) => noteChange(inner, 'an agent'));
      throw new Error('on purpose');
    });
    await expect(broken).rejects.toThrow('on purpose');
    expect(hasChanged()).toBe(false);
    await transact(world.unit, async (unit) => {
      await transact(unit, async (inner) => noteChange(inner, 'an agent'));
      expect(hasChanged()).toBe(false);
    });
    expect(hasChanged()).toBe(true);
  });

  it('roll back only the attempt when the database refuses its work', async () => {
    const [taken, moving] = [await bookedTour(world), await bookedTour(world)];
    const [tour] = await transact(world.unit, ({ tx }) =>
      tx.select().from(tourBookings).where(eq(tourBookings.id, moving.id)),
    );
    const startsAt = Date.parse(taken.startsAt);
    const to = {
      profileId: tour!.profileId,
      startsAt,
      endsAt: startsAt + 30 * 60_000,
      bufferMs: 0,
      unverified: false,
      caps: { property: null, agent: null, from: startsAt, to: startsAt },
    };
    const before = await messages();
    const moved = await transact(manager, async (unit) => {
      const outcome = await moveTour(unit, tour!, to);
      await leaveMessage(unit, question());
      return outcome;
    });
    expect([moved, await messages()]).toEqual(['taken', before + 1]);
  });

  it('may take locks of their own, also in an attempt', async () => {
    const held = await transact(world.unit, (unit) =>
      attempt(
        unit,
        async ({ tx }) =>
          tx.execute(sql`select count(*)::int as n from pg_locks where locktype = 'advisory'
            and pid = pg_backend_pid()`),
        { locks: ['one', 'other'] },
      ),
    );
    expect(JSON.stringify(held)).toContain('"n":2');
  });

  it('ask no provider', async () => {
    const connection = { connectionId: 'x', provider: 'google' as const };
    const asking = transact(world.unit, async (unit) =>
      withSession(unit, connection, async () => 'never'),
    );
    await expect(asking).rejects.toThrow('inside a transaction');
  });
});

it('writes the actor into the history: role, account and way [B6]', async () => {
  const { id } = await bookedTour(world);
  await cancelTour(manager, id);
  const history = await transact(world.unit, ({ tx }) =>
    tx.select().from(tourHistory).where(eq(tourHistory.tourId, id)).orderBy(tourHistory.at),
  );
  expect(
    history.map(({ action, actor, actorUserId, via }) => [action, actor, actorUserId, via]),
  ).toEqual([
    ['booked', 'prospect', null, 'widget'],
    ['cancelled', 'manager', manager.actor.userId, 'dashboard'],
  ]);
});
