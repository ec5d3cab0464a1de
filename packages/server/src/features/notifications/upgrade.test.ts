import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../../test/eventually.ts';
import { atRest } from '../../../test/jobs.ts';
import { bookedTour } from '../../../test/tours.ts';
import { usual } from '../../../test/usual-property.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { jobs, retiredQueues } from '../../job-table.ts';
import { startJobs } from '../../jobs/runner.ts';
import { sendMessageJob } from '../outbox/queue-message.ts';
import { enqueueDueMessages } from './due-messages.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false, startsAt: Date.now() });
  await world.connect();
});
afterAll(() => world.stop());

/** The team's present address. The row has an older one. */
const team = usual.property.contactEmail!;
const people = {
  moved: 'moved@example.org',
  linked: 'linked@example.org',
  lost: 'lost@example.org',
  told: 'told@example.org',
  asking: 'asking@example.org',
  over: 'over@example.org',
};

/** Writes what the previous version wrote, statement by statement. */
async function asTheVersionBefore() {
  const { boss } = world.ctx.queue;
  const { organizationId, propertyId } = world.scope;
  const message = async (
    kind: string,
    to: string,
    about: { tourId?: string; details?: object },
  ) => {
    const id = randomUUID();
    await world.database.asSuperuser(`
      insert into messages (id, property_id, tour_id, kind, details, dedupe_key, recipient)
      values ('${id}', '${propertyId}', ${about.tourId ? `'${about.tourId}'` : 'null'}, '${kind}',
        '${JSON.stringify(about.details ?? {})}', '${id}', '${to}')`);
    return id;
  };
  const put = async (queue: string, payload: object) => {
    await boss.createQueue(queue, {
      notify: true,
      retryLimit: 12,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 64,
      expireInSeconds: 120,
      heartbeatSeconds: 10,
    });
    await boss.send(queue, { organizationId, propertyId, ...payload });
  };
  const tourOf = async (email: string) => (await bookedTour(world, { email })).id;
  const moved = await tourOf(people.moved);
  const messageId = await message('tour_restored', people.moved, { tourId: moved });
  await put('send-tour-message', { tourId: moved, messageId });
  await put('send-manage-link', { tourId: await tourOf(people.linked) });
  const question = { kind: 'question', message: 'Cats?', email: people.asking };
  const asked = await world.post('/api/lumaleasing/leads', question);
  const details = {
    leadMessageId: ((await asked.json()) as { message: { id: string } }).message.id,
  };
  await world.database.asSuperuser(`delete from messages where kind = 'lead_message'`);
  await put('send-lead-message', {
    messageId: await message('lead_message', 'team@example.org', { details }),
  });
  // The jobs of these messages are gone, after twelve tries.
  await message('tour_restored', people.lost, { tourId: await tourOf(people.lost) });
  const sent = await message('tour_restored', people.told, { tourId: await tourOf(people.told) });
  await world.database.asSuperuser(
    `update messages set status = 'sent', sent_at = now() where id = '${sent}'`,
  );
  // After the upgrade, all unsent messages are due. For this one there is nothing to tell any more.
  const over = await tourOf(people.over);
  await message('tour_cancelled', people.over, { tourId: over });
  await world.database.asSuperuser(`
    update tour_bookings set status = 'cancelled', starts_at = now() - interval '60 days',
      ends_at = now() - interval '60 days' + interval '30 minutes' where id = '${over}'`);
  for (let times = 0; times < 2; times++)
    await message('calendar_alert', 'team@example.org', { details: { subjects: ['revoked:x'] } });
  await world.database.asSuperuser(`
    update messages set created_at = created_at - interval '60 days' where kind <> 'manage_link'`);
}

it('sends the messages in the queues of the previous version, and those whose jobs are gone [N5]', async () => {
  await asTheVersionBefore();
  await world.setTime(Date.now());
  const ctx = { ...world.ctx, config: { ...world.ctx.config, ROLE: 'all' as const } };
  await startJobs(ctx, jobs, [], retiredQueues);
  await eventually(() =>
    expect(world.mails.map(({ to }) => to).toSorted()).toEqual(
      [people.linked, people.moved, team].toSorted(),
    ),
  );
  await world.setTime(Date.now() + 60_000);
  expect(await enqueueDueMessages(ctx)).toBe(4);
  await atRest(world, sendMessageJob);
  expect(world.mails.at(-1)?.to).toBe(people.lost);
  expect(world.mails).toHaveLength(4);
  expect(await enqueueDueMessages(ctx)).toBe(0);
});
