import { expectNoViolation } from '../lib/axe.ts';
import { expect, test } from '../lib/fixtures.ts';
import { tourEvent } from '../lib/calendar.ts';
import { newPerson } from '../lib/people.ts';
import { Widget } from '../lib/widget.ts';
import { dayName, timeName } from '../lib/words.ts';

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('W17: a tour is booked by plain forms', async ({ page, stack }) => {
    const { api, sandbox, server } = stack;
    const person = newPerson();
    const slot = await api.freeTime();
    await page.goto(`${server.url}/book/maple-court`);
    const day = page.getByRole('group').filter({ hasText: dayName(slot.date) });
    const time = day.getByRole('radio', { name: timeName(slot.startsAt), exact: true });
    if (!(await time.isVisible())) await day.getByText(dayName(slot.date)).click();
    await time.check();
    await page.getByLabel('First name').fill(person.firstName);
    await page.getByLabel('Last name').fill(person.lastName);
    await page.getByLabel('Email').fill(person.email);
    await page.getByLabel('Phone').fill(person.phone);
    await page.getByLabel(/^I agree/).check();
    await page.getByRole('button', { name: 'Book my tour' }).click();
    await expect(page.getByRole('heading', { name: 'Your tour is booked' })).toBeVisible();
    await expect(page.getByText(dayName(slot.date))).toBeVisible();
    const event = await tourEvent(sandbox, person.email);
    expect(Date.parse(event.start?.dateTime ?? '')).toBe(Date.parse(slot.startsAt));
  });
});

test('W17: with scripts, the widget is there too', async ({ page, stack }) => {
  await page.goto(`${stack.server.url}/book/maple-court`);
  await expectNoViolation(page, 'hosted page');
  await new Widget(page).openCalendar();
});
