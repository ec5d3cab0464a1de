import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bookedTour } from '../../../test/tours.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { asTenant } from '../../db/scope.ts';
import { messages } from '../../db/tables/messages.ts';
import { RetryLater } from '../../jobs/retry-later.ts';
import { sendOnce } from './send-once.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  await world.connect();
});
afterAll(() => world.stop());

it('comes back for a message that a killed server had begun to send', async () => {
  const { id: tourId } = await bookedTour(world);
  const { propertyId } = world.scope;
  const [message] = await asTenant(world.ctx.db, world.scope, (tx) =>
    tx
      .insert(messages)
      .values({
        propertyId,
        tourId,
        kind: 'tour_cancelled',
        details: {},
        dedupeKey: 'once',
        recipient: 'ana@example.org',
        sentAt: world.clock.now(),
      })
      .returning(),
  );
  const send = () =>
    sendOnce(world.unit, eq(messages.id, message!.id), { subject: 'x', text: 'y' });
  const refused = await send().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(RetryLater);
  expect(world.mails).toEqual([]);
  await world.setTime(world.clock.now() + (refused as RetryLater).seconds * 1000);
  await send();
  await send();
  expect(world.mails.map((mail) => mail.to)).toEqual(['ana@example.org']);
});
