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
/** Tries to book a second tour; the refusal mails the link to the first tour. */
const tryAgain = async (email: string) => {
  const startsAt = await freeTime(world, ++index);
  const refused = await world.book({ startsAt, email, phone: undefined });
  expect(refused.error.code).toBe('TOUR_EXISTS');
};
const mailsTo = (email: string) => world.mails.filter((mail) => mail.to === email);

describe('the link to an existing tour [B5]', () => {
  it('is mailed once for any number of tries within an hour', async () => {
    const email = 'eager@example.org';
    const booking = await bookedTour(world, { email });
    await Promise.all(Array.from({ length: 6 }, () => tryAgain(email)));
    await eventually(() => expect(mailsTo(email)).not.toEqual([]));
    // A request for the time of one's own tour queues the link in another way.
    await transact(world.unit, (unit) => queueManageLink(unit, booking.id));
    // When a later mail has been sent, all earlier jobs have run.
    const other = 'other@example.org';
    await bookedTour(world, { email: other });
    await tryAgain(other);
    await eventually(() => expect(mailsTo(other)).toHaveLength(1));
    expect(mailsTo(email)).toHaveLength(1);
    expect(mailsTo(email)[0]?.text).toContain(booking.manageUrl);
  });

  it('is mailed again an hour later', async () => {
    await world.pass(3_600_000);
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
