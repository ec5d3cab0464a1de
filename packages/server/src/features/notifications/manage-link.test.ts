import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/eventually.ts';
import { bookedTour, freeTime, manage } from '../../../test/tours.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { transact } from '../../unit-of-work.ts';
import { queueManageLink } from '../tours/mail-manage-link.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.connect();
});
afterAll(() => world.stop());

let index = 0;
/** Tries to book a second tour, which sends the link to the first. */
const tryAgain = async (email: string) => {
  const startsAt = await freeTime(world, ++index);
  const refused = await world.book({ startsAt, email, phone: undefined });
  expect(refused.error.code).toBe('TOUR_EXISTS');
};
const mailsTo = (email: string) => world.mails.filter((mail) => mail.to === email);

describe('the link to the tour somebody has [B5]', () => {
  it('is mailed once, however often they try within the hour', async () => {
    const email = 'eager@example.org';
    const booking = await bookedTour(world, { email });
    await Promise.all(Array.from({ length: 6 }, () => tryAgain(email)));
    await eventually(() => expect(mailsTo(email)).not.toEqual([]));
    // Whoever asks for the time of their own tour is told by another way.
    await transact(world.unit, (unit) => queueManageLink(unit, booking.id));
    // Whoever else was asked to send it has looked by the time a later one is sent.
    const other = 'other@example.org';
    await bookedTour(world, { email: other });
    await tryAgain(other);
    await eventually(() => expect(mailsTo(other)).toHaveLength(1));
    expect(mailsTo(email)).toHaveLength(1);
    expect(mailsTo(email)[0]?.text).toContain(booking.manageUrl);
  });

  it('is mailed again an hour later', async () => {
    await world.setTime(world.clock.now() + 3_600_000);
    await tryAgain('eager@example.org');
    await eventually(() => expect(mailsTo('eager@example.org')).toHaveLength(2));
  });

  it('is not mailed for a tour that was cancelled meanwhile', async () => {
    const email = 'changed@example.org';
    const booking = await bookedTour(world, { email });
    await manage(world, booking, '/cancel');
    const startsAt = await freeTime(world, ++index);
    expect((await world.book({ startsAt, email, phone: undefined })).status).toBe(201);
    expect(mailsTo(email)).toEqual([]);
  });
});
