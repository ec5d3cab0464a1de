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

test('W17: with scripts, the widget stands in place of the plain form', async ({ page, stack }) => {
  const person = newPerson();
  const slot = await stack.api.freeTime();
  const widget = new Widget(page, 'region');
  await page.goto(`${stack.server.url}/book/maple-court`);
  await widget.button('Schedule a tour').click();
  await expect(page.getByRole('button', { name: 'Book my tour' })).toBeHidden();
  await expect(widget.launcher).toBeHidden();
  await widget.pick(slot);
  await widget.fill(person);
  await widget.confirm.click();
  await expect(widget.done).toBeVisible();
  await tourEvent(stack.sandbox, person.email);
});

test('W17: a form that somebody has begun to fill stays theirs', async ({ page, stack }) => {
  const held = Promise.withResolvers<void>();
  await page.route('**/widget/define.js', async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.goto(`${stack.server.url}/book/maple-court`);
  await page.getByLabel('First name').fill('Ada');
  held.resolve();
  await page.evaluate(() => customElements.whenDefined('luma-leasing').then(() => undefined));
  await page.getByLabel('Email').focus();
  await expect(page.getByLabel('First name')).toHaveValue('Ada');
  await expect(page.locator('luma-leasing')).toBeHidden();
  await page.getByRole('heading', { level: 1 }).click();
  await expect(page.getByLabel('First name')).toBeVisible();
});

test('W17: a refusal is shown on the plain form, which nothing then replaces', async ({
  page,
  stack,
}) => {
  await page.route('**/lumaleasing.js', (route) => route.abort(), { times: 1 });
  await page.goto(`${stack.server.url}/book/maple-court`);
  await page.getByLabel('First name').fill('Ada');
  await page.locator('form').evaluate((form: HTMLFormElement) => form.submit());
  await expect(page.getByRole('alert')).toHaveText('Please choose a time.');
  await expect(page.getByLabel('First name')).toHaveValue('Ada');
  await expect(page.locator('script')).toHaveCount(0);
});
