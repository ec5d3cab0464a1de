import { expect, test } from '../lib/fixtures.ts';
import { tourEvent, toursOf, tourStart } from '../lib/calendar.ts';
import { newPerson } from '../lib/people.ts';
import { dayName } from '../lib/words.ts';

test.use({ javaScriptEnabled: false });

test('W8 B4: the link of a message moves and cancels a tour without scripts', async ({
  page,
  stack,
}) => {
  const { api, sandbox } = stack;
  const person = newPerson();
  const slot = await api.freeTime();
  const { manageUrl } = await api.booked({ startsAt: slot.startsAt, ...person });
  const { id } = await tourEvent(sandbox, person.email);
  await page.goto(manageUrl);
  await expect(page.getByRole('heading', { name: 'Your tour is booked' })).toBeVisible();
  await expect(page.getByText(dayName(slot.date))).toBeVisible();

  await test.step('another time: the event moves', async () => {
    await page.getByRole('link', { name: 'Choose another time' }).click();
    const day = page.getByRole('group').last();
    await day.getByText(/day, /).click();
    await day.getByRole('radio').first().check();
    await page.getByRole('button', { name: 'Move my tour' }).click();
    await expect(page.getByRole('status')).toHaveText('Your tour has been moved.');
    await expect(page.getByText(dayName(slot.date))).toBeHidden();
    await expect.poll(() => tourStart(sandbox, person.email)).not.toBe(Date.parse(slot.startsAt));
    expect((await tourEvent(sandbox, person.email)).id).toBe(id);
  });
  await test.step('its old time is free again', async () => {
    const { slotsByDate } = await api.availability();
    const freed = slotsByDate[slot.date]?.find(({ startsAt }) => startsAt === slot.startsAt);
    expect(freed).toMatchObject({ available: true });
  });
  await test.step('cancelled: the event goes', async () => {
    await page.getByRole('button', { name: 'Cancel this tour' }).click();
    await expect(page.getByRole('heading', { name: 'This tour is cancelled' })).toBeVisible();
    await expect.poll(async () => (await toursOf(sandbox, person.email)).length).toBe(0);
  });
});

test('B4: opening the link changes nothing, and a forged one opens nothing', async ({
  page,
  request,
  stack,
}) => {
  const slot = await stack.api.freeTime();
  const { manageUrl } = await stack.api.booked({ startsAt: slot.startsAt, ...newPerson() });
  for (const path of ['', '?change=1', '/cancel', '/reschedule', '/tour.ics'])
    await request.get(manageUrl + path);
  await page.goto(manageUrl);
  await expect(page.getByRole('heading', { name: 'Your tour is booked' })).toBeVisible();
  const forged = await request.get(`${manageUrl.slice(0, -4)}AAAA`);
  expect(forged.status()).toBe(404);
});
