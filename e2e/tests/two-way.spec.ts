import { CalendarPage } from '../lib/calendar-page.ts';
import { tourEvent } from '../lib/calendar.ts';
import { expect, test } from '../lib/fixtures.ts';
import { Manager } from '../lib/manager.ts';
import { newPerson } from '../lib/people.ts';
import { clockTime, timeName } from '../lib/words.ts';

test('S2 S3: a tour follows its event, for the manager and for its prospect', async ({
  context,
  page,
  stack,
}) => {
  const { api, sandbox, server } = stack;
  const manager = await Manager.signIn(server.url);
  const slot = await api.freeTime();
  const person = newPerson();
  const booking = await api.booked({ ...person, startsAt: slot.startsAt });
  const event = await tourEvent(sandbox, person.email);

  const calendar = await CalendarPage.open(await context.newPage(), sandbox, slot.date);
  const moved = new Date(Date.parse(slot.startsAt) + 90 * 60_000).toISOString();
  await calendar.move(event, clockTime(moved));
  await expect
    .poll(async () => Date.parse((await manager.tour(booking.id)).startsAt))
    .toBe(Date.parse(moved));
  await page.goto(booking.manageUrl);
  await expect(page.getByText(timeName(moved)).first()).toBeVisible();

  await calendar.delete(event);
  await expect.poll(async () => (await manager.tour(booking.id)).status).toBe('cancelled');
  // The time is free again for the next visitor.
  const isFree = async () =>
    Object.values((await api.availability()).slotsByDate)
      .flat()
      .some((one) => one.available && Date.parse(one.startsAt) === Date.parse(moved));
  await expect.poll(isFree).toBe(true);
  await page.reload();
  await expect(page.getByText(/cancelled/i).first()).toBeVisible();
});
