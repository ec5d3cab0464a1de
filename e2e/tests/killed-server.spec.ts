import { expect, test } from '../lib/fixtures.ts';
import { tourEvent, toursOf } from '../lib/calendar.ts';
import { newPerson } from '../lib/people.ts';
import type { Asked } from '../lib/sandbox.ts';

test('W9 B2 B3: the server is killed in mid-booking, and the widget finishes it', async ({
  page,
  widget,
  stack,
}) => {
  const { api, sandbox, server } = stack;
  const person = newPerson();
  await widget.openForm(await api.freeTime(), person);
  const keys: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/tours'))
      keys.push(request.headers()['idempotency-key'] ?? '');
  });
  // The booking's request to the calendar hangs for two seconds, so the server is killed in the middle of it.
  const look = { method: 'GET', path: '/events$' };
  await sandbox.fault({ match: look, then: { held: true } });
  await widget.confirm.click();
  await expect.poll(() => sandbox.struck(), { intervals: [20] }).toBe(true);
  await server.kill();

  // The widget's retries end while no server answers; then the visitor must ask for another try.
  const again = widget.button('Try again');
  await expect(again).toBeVisible();
  await server.start();
  await again.click();
  await expect(widget.done).toBeVisible();
  expect(keys.length).toBeGreaterThan(2);
  expect(new Set(keys).size).toBe(1);
  await tourEvent(sandbox, person.email);
  const { body } = await api.book({ startsAt: (await api.freeTime()).startsAt, ...person });
  expect(body).toMatchObject({ error: { code: 'TOUR_EXISTS' } });
  expect(await toursOf(sandbox, person.email)).toHaveLength(1);
});

test('B3 S1: a server killed before it wrote the event writes it once when it is back', async ({
  widget,
  stack,
}) => {
  const { api, sandbox, server } = stack;
  const person = newPerson();
  const slot = await api.freeTime();
  const insert = { method: 'POST', path: '/events$' };
  await sandbox.forgetAsked();
  await sandbox.fault({ match: insert, times: 0, then: { status: 503, reason: 'backendError' } });
  await widget.book(slot, person);
  const tried = ({ method, path }: Asked) => method === 'POST' && path.endsWith('/events');
  await expect.poll(async () => (await sandbox.asked()).some(tried)).toBe(true);
  await server.kill();
  expect(await toursOf(sandbox, person.email)).toHaveLength(0);

  await sandbox.clearFaults();
  await server.start();
  const event = await tourEvent(sandbox, person.email);
  expect(Date.parse(event.start?.dateTime ?? '')).toBe(Date.parse(slot.startsAt));
  const { status } = await api.book({ startsAt: slot.startsAt, ...newPerson('Grace') });
  expect(status).toBe(409);
});

test('B3: an event whose answer was lost is found again, not written twice', async ({
  widget,
  stack,
}) => {
  const { api, sandbox } = stack;
  const person = newPerson();
  await sandbox.fault({ match: { method: 'POST', path: '/events$' }, then: { loseAnswer: true } });
  await sandbox.forgetAsked();
  await widget.book(await api.freeTime(), person);
  await tourEvent(sandbox, person.email);
  // The job runs again and finds the event already there.
  const looked = ({ method, path }: Asked) => method === 'GET' && path.includes('/events/luma');
  await expect.poll(async () => (await sandbox.asked()).some(looked)).toBe(true);
  expect(await toursOf(sandbox, person.email)).toHaveLength(1);
});
