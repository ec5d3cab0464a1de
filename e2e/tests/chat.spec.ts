import { expect, test } from '../lib/fixtures.ts';
import { toursOf, tourEvent } from '../lib/calendar.ts';
import { newPerson } from '../lib/people.ts';
import { putEmbed } from '../lib/pages.ts';
import { Widget } from '../lib/widget.ts';
import { dayName } from '../lib/words.ts';

test('W4 L1: a question it cannot answer reaches the team', async ({ page, widget }) => {
  const { email } = newPerson();
  await widget.launcher.click();
  await widget.say('Do you allow two large dogs?');
  await expect(widget.panel.getByText(/Leave your question/)).toBeVisible();
  const reach = widget.field('Your email or phone');
  await reach.fill('nonsense');
  await widget.button('Send to the team').click();
  await expect(reach).toBeFocused();
  await expect(reach).toHaveAttribute('aria-invalid', 'true');
  await reach.fill(email);
  const answer = page.waitForResponse(/\/api\/lumaleasing\/leads$/);
  await widget.button('Send to the team').click();
  expect((await answer).status()).toBe(201);
  await expect(widget.panel.getByText(new RegExp(`answer at ${email}`))).toBeVisible();
});

test('W4: a wish to see the place opens the calendar at the day it names', async ({
  widget,
  stack,
}) => {
  const { availableDates } = await stack.api.availability();
  const last = availableDates.at(-1)!;
  await widget.launcher.click();
  await widget.say(`can I come see it on ${dayName(last)}?`);
  await expect(widget.day(last)).toHaveAttribute('tabindex', '0');
});

test('W4: whoever is asked to come may just say yes', async ({ widget }) => {
  await widget.launcher.click();
  await expect(widget.panel.getByText('Would you like to come see it?')).toBeVisible();
  await widget.say('yes please');
  await expect(widget.heading('Pick a day')).toBeVisible();
});

test('W4 W9: words said without a connection are answered when it is back', async ({
  page,
  widget,
}) => {
  await widget.launcher.click();
  await expect(widget.button('Schedule a tour')).toBeVisible();
  await page.context().setOffline(true);
  await widget.say('I want to see it');
  await expect(widget.panel.getByRole('alert').getByText(/can’t reach the server/)).toBeVisible();
  await page.context().setOffline(false);
  await expect(widget.heading('Pick a day')).toBeVisible();
});

test('W8: who speaks of cancelling finds the tour that this browser remembers', async ({
  page,
  widget,
  stack,
}) => {
  const { api, sandbox } = stack;
  const person = newPerson();
  await widget.book(await api.freeTime(), person);
  await tourEvent(sandbox, person.email);
  await page.reload();
  await widget.launcher.click();
  await widget.say('I need to cancel my tour');
  await widget.tour.getByRole('button', { name: 'Cancel' }).click();
  await widget.button('Cancel my tour').click();
  await expect(widget.heading('Your tour is cancelled')).toBeVisible();
  await expect.poll(async () => (await toursOf(sandbox, person.email)).length).toBe(0);
});

test('W7: what is known is filled in', async ({ page, widget, stack }) => {
  const { api } = stack;
  const person = newPerson();
  await widget.book(await api.freeTime(), person);
  await page.reload();
  await widget.openCalendar();
  await widget.pick(await api.freeTime());
  await expect(widget.field('First name')).toHaveValue(person.firstName);
  await expect(widget.field('Last name')).toHaveValue(person.lastName);
  await expect(widget.field('Email')).toHaveValue(person.email);
  await expect(widget.field('Phone')).toHaveValue(person.phone);
  await expect(widget.privacy).not.toBeChecked();
});

test('W3: a test key books for practice: marked, told to nobody, in no calendar', async ({
  page,
  stack,
}) => {
  const { api, sandbox, server, site } = stack;
  const person = newPerson();
  await page.goto(putEmbed(site, { server: server.url, key: 'pk_test_demo' }, '/practice'));
  const widget = new Widget(page);
  await widget.book(await api.freeTime(), person);
  await expect(widget.panel.getByText('Practice mode')).toBeVisible();
  await expect(widget.panel.getByText('This was practice')).toBeVisible();
  const [heard, layer] = await page.evaluate(() => [window.heard, window.dataLayer] as const);
  expect(heard.at(-1)).toMatchObject({ name: 'luma-tour-booked', detail: { test: true } });
  expect(layer).toEqual([]);
  // A real tour is booked after the practice tour. When it is in the calendar, the practice tour would be there too.
  const other = newPerson('Grace');
  await api.booked({ startsAt: (await api.freeTime()).startsAt, ...other });
  await tourEvent(sandbox, other.email);
  expect(await toursOf(sandbox, person.email)).toEqual([]);
});
