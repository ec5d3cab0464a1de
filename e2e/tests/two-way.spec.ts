import { tourEvent } from '../lib/calendar.ts';
import { expect, test } from '../lib/fixtures.ts';
import { Manager } from '../lib/manager.ts';
import { newPerson } from '../lib/people.ts';

/** What "within seconds" may mean here, on a machine with other work. */
const soon = { timeout: 15_000, intervals: [200] };

test('S2 S3: a tour follows its event, for the manager and for its prospect', async ({
  page,
  stack,
}) => {
  const { api, sandbox, server } = stack;
  const manager = await Manager.signIn(server.url);
  const slot = await api.freeTime();
  const person = newPerson();
  const booking = await api.booked({ ...person, startsAt: slot.startsAt });
  const event = await tourEvent(sandbox, person.email);

  const moved = Date.parse(slot.startsAt) + 90 * 60_000;
  const iso = (ms: number) => new Date(ms).toISOString();
  await sandbox.changeEvent(event.id!, {
    start: { dateTime: iso(moved) },
    end: { dateTime: iso(moved + 30 * 60_000) },
  });
  await expect
    .poll(async () => Date.parse((await manager.tour(booking.id)).startsAt), soon)
    .toBe(moved);
  await page.goto(booking.manageUrl);
  const shown = new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/Chicago',
    hour: 'numeric',
    minute: '2-digit',
  });
  await expect(page.getByText(shown.format(moved)).first()).toBeVisible();

  await sandbox.deleteEvent(event.id!);
  await expect.poll(async () => (await manager.tour(booking.id)).status, soon).toBe('cancelled');
  // The next visitor is offered the time again.
  const isFree = async () =>
    Object.values((await api.availability()).slotsByDate)
      .flat()
      .some((one) => one.available && Date.parse(one.startsAt) === moved);
  await expect.poll(isFree, soon).toBe(true);
  await page.reload();
  await expect(page.getByText(/cancelled/i).first()).toBeVisible();
});
