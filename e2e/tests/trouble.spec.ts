import { expect, test } from '../lib/fixtures.ts';
import { tourEvent } from '../lib/calendar.ts';
import { newPerson } from '../lib/people.ts';
import { timeName } from '../lib/words.ts';

const down = { status: 503, reason: 'backendError' };

test('W9 B1: a taken time keeps the form and offers fresh times', async ({ widget, stack }) => {
  const { api, sandbox } = stack;
  const person = newPerson();
  const slot = await api.freeTime();
  await widget.openForm(slot, person);
  await api.booked({ startsAt: slot.startsAt, ...newPerson('Grace') });

  await widget.confirm.click();
  const notice = widget.panel.getByRole('alert').filter({ hasText: 'That time was just taken' });
  await expect(notice.getByRole('heading')).toBeFocused();
  await expect(widget.field('First name')).toHaveValue(person.firstName);
  await expect(widget.field('Email')).toHaveValue(person.email);
  await expect(widget.field('Phone')).toHaveValue(person.phone);
  await expect(widget.field('Special requests')).toHaveValue(person.specialRequests);
  await expect(widget.privacy).toBeChecked();

  const fresh = notice.getByRole('button', { name: /\d:\d\d [AP]M$/ });
  await expect(fresh).not.toHaveCount(0);
  const words = await fresh.first().textContent();
  expect(words).not.toContain(timeName(slot.startsAt));
  await fresh.first().click();
  await widget.confirm.click();
  await expect(widget.done).toBeVisible();
  const event = await tourEvent(sandbox, person.email);
  expect(words).toContain(timeName(event.start?.dateTime ?? ''));
});

test('W9 B1: a busy hour the agent just got is seen at booking', async ({ widget, stack }) => {
  const { api, sandbox } = stack;
  const slot = await api.freeTime();
  await widget.openForm(slot, newPerson());
  const remove = await sandbox.addEvent({
    summary: 'Dentist',
    start: { dateTime: slot.startsAt },
    end: { dateTime: new Date(Date.parse(slot.startsAt) + 1_800_000).toISOString() },
  });
  await widget.confirm.click();
  await expect(widget.heading('That time was just taken')).toBeVisible();
  await remove();
});

test('W9 A6 L1: with the calendar gone, a call back is asked for', async ({
  page,
  widget,
  stack,
}) => {
  const person = newPerson();
  await stack.sandbox.revoke();
  // The server notices it at the next request to the calendar.
  await expect.poll(() => stack.api.refusal()).toBe('CALENDAR_AUTH_EXPIRED');
  await widget.launcher.click();
  await widget.button('Schedule a tour').click();
  await expect(widget.heading('Let us call you back')).toBeVisible();
  await expect(widget.panel.getByRole('link', { name: '+1 312 555 0142' })).toHaveAttribute(
    'href',
    'tel:+13125550142',
  );
  await expect(
    widget.panel.getByRole('link', { name: 'leasing@maplecourt.example' }),
  ).toBeVisible();
  await widget.field('First name').fill(person.firstName);
  await widget.field('Phone').fill(person.phone);
  await widget.field('Email').fill(person.email);
  const answer = page.waitForResponse(/\/api\/lumaleasing\/leads$/);
  await widget.button('Ask for a call back').click();
  expect((await answer).status()).toBe(201);
  await expect(widget.heading('We’ll be in touch')).toBeVisible();
  await expect
    .poll(() => page.evaluate(() => window.heard.at(-1)))
    .toEqual({
      name: 'luma-lead',
      detail: { kind: 'callback' },
    });
  await stack.connect();
  await expect.poll(() => stack.api.refusal()).toBeUndefined();
});

test('W9 B1: with the calendar down at booking, a time that was offered is booked', async ({
  widget,
  stack,
}) => {
  const { api, sandbox } = stack;
  const person = newPerson();
  const slot = await api.freeTime();
  await widget.openForm(slot, person);
  await sandbox.fault({ match: { method: 'GET', path: '/events$' }, times: 0, then: down });
  await widget.confirm.click();
  await expect(widget.done).toBeVisible();
  const event = await tourEvent(sandbox, person.email);
  expect(event.description).toContain('could not be checked');
});

test('W9 A1: with every time taken, a call back is offered', async ({ widget, stack }) => {
  const day = (days: number) => Temporal.Now.plainDateISO().add({ days }).toString();
  const remove = await stack.sandbox.addEvent({
    summary: 'Sabbatical',
    start: { date: day(-1) },
    end: { date: day(30) },
  });
  await expect.poll(async () => (await stack.api.availability()).availableDates).toEqual([]);
  await widget.launcher.click();
  await widget.button('Schedule a tour').click();
  await expect(widget.heading('No free times right now')).toBeVisible();
  await widget.button('Ask for a call back').click();
  await expect(widget.heading('Let us call you back')).toBeVisible();
  await remove();
  await expect.poll(async () => (await stack.api.availability()).availableDates).not.toEqual([]);
});

test('B5: someone with a tour to come is told nothing but to look at their mail', async ({
  widget,
  stack,
}) => {
  const person = newPerson();
  const first = await stack.api.freeTime();
  await stack.api.booked({ startsAt: first.startsAt, ...person });
  await widget.openForm(await stack.api.freeTime(), person);
  await widget.confirm.click();
  await expect(widget.heading('You already have a tour with us')).toBeVisible();
});

test('W9: what is needed only in trouble may itself not come, and is tried again', async ({
  page,
  widget,
}) => {
  await page.route(/widget\/kit-/, (route) => route.abort());
  await widget.launcher.click();
  await widget.button('Schedule a tour').click();
  await widget.button('Ask for a call back').click();
  await expect(widget.panel.getByText(/^Or reach /)).toBeVisible();
  await page.unroute(/widget\/kit-/);
  await widget.button('Try again').click();
  await expect(widget.heading('Let us call you back')).toBeFocused();
});
