import { afterAll, beforeAll, expect, it } from 'vitest';
import { someone } from '../../../test/tours.ts';
import { createWorld, type World } from '../../../test/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ config: { dailyCap: 2 } });
  await world.connect();
});
afterAll(() => world.stop());

it('holds a cap a day against bookings of the same moment [A3]', async () => {
  const times = ['15:00', '16:00', '17:00', '18:00', '19:00', '20:00'];
  const booked = await Promise.all(
    times.map((time) => world.book({ startsAt: `2026-01-27T${time}:00Z`, ...someone() })),
  );
  const statuses = booked.map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses).toEqual([201, 201, 409, 409, 409, 409]);
});
