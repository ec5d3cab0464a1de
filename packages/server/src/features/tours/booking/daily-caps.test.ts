import { afterAll, beforeAll, expect, it } from 'vitest';
import { manage, someone } from '../../../../test/tours.ts';
import { createWorld, type World } from '../../../../test/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ config: { dailyCap: 2 } });
  await world.connect();
});
afterAll(() => world.stop());

it('keeps a daily cap with bookings at the same moment [A3]', async () => {
  const times = ['15:00', '16:00', '17:00', '18:00', '19:00', '20:00'];
  const booked = await Promise.all(
    times.map((time) => world.book({ startsAt: `2026-01-27T${time}:00Z`, ...someone() })),
  );
  const statuses = booked.map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses).toEqual([201, 201, 409, 409, 409, 409]);
});

it('keeps it with tours that are moved to that day [A3, B4]', async () => {
  const times = ['15:00', '16:00', '17:00', '18:00'];
  const booked = [];
  for (const [index, day] of ['28', '28', '29', '29'].entries())
    booked.push(
      await world.book({ startsAt: `2026-01-${day}T${15 + index}:00:00Z`, ...someone() }),
    );
  expect(booked.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  const moved = await Promise.all(
    booked.map(({ booking }, index) =>
      manage(world, booking, '/reschedule', { startsAt: `2026-01-30T${times[index]}:00Z` }),
    ),
  );
  expect(moved.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 409, 409]);
  const stayed = moved.findIndex(({ status }) => status === 200);
  const again = await manage(world, booked[stayed]!.booking, '/reschedule', {
    startsAt: '2026-01-30T20:00:00Z',
  });
  expect(again.status).toBe(200);
});
