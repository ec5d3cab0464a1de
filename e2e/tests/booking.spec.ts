import { expect, test } from '../lib/fixtures.ts';
import { tourEvent } from '../lib/calendar.ts';
import { newPerson } from '../lib/people.ts';
import { putEmbed } from '../lib/pages.ts';
import { Widget } from '../lib/widget.ts';
import { dayName, timeName } from '../lib/words.ts';

test('W1 W4 B1 B3: a visitor of a plain page books a tour by mouse', async ({
  browser,
  page,
  stack,
}) => {
  const { api, sandbox, server, site } = stack;
  const person = newPerson();
  const slot = await api.freeTime();
  const address = putEmbed(site, { server: server.url });
  await page.goto(`${address}?utm_source=newsletter&gclid=abc`);
  const widget = new Widget(page);

  await test.step('the chat understands and opens the calendar', async () => {
    await widget.launcher.click();
    await widget.say('I’d like to schedule a tour');
    await widget.turnTo(slot.date);
  });
  await test.step('a day, a time, the form', async () => {
    await widget.day(slot.date).click();
    await expect(widget.heading(dayName(slot.date))).toBeVisible();
    await expect(widget.panel.getByText('Times in Chicago time')).toBeVisible();
    await widget.time(slot).click();
    await widget.fill(person);
    await widget.confirm.click();
    await expect(widget.done).toBeVisible();
  });
  await test.step('success tells what, when, where and with whom', async () => {
    await expect(widget.panel.getByText(dayName(slot.date))).toBeVisible();
    await expect(widget.panel.getByText(person.email)).toBeVisible();
    await expect(widget.panel.getByText('1200 Maple Street, Chicago')).toBeVisible();
    await expect(widget.panel.getByText('Maya Chen')).toBeVisible();
    for (const name of [/^Google/, /^Outlook/, /\.ics/])
      await expect(widget.panel.getByRole('link', { name })).toBeVisible();
    const google = await widget.panel.getByRole('link', { name: /^Google/ }).getAttribute('href');
    const led = await widget.page.request.get(google ?? '', { maxRedirects: 0 });
    expect(led.headers()['location']).toContain('calendar.google.com');
    for (const name of ['Change', 'Cancel']) await expect(widget.button(name)).toBeVisible();
  });
  await test.step('the event stands in the agent’s calendar within five seconds', async () => {
    const event = await tourEvent(sandbox, person.email);
    expect(event.summary).toBe('Tour - Maple Court Apartments');
    expect(Date.parse(event.start?.dateTime ?? '')).toBe(Date.parse(slot.startsAt));
    expect(event.location).toContain('1200 Maple Street');
    expect(event.description).toContain(`${person.firstName} ${person.lastName}`);
    expect(event.description).toContain(person.email);
    expect(event.description).toContain(`+1312${person.phone.slice(6).replace('-', '')}`);
    expect(event.description).toContain(person.specialRequests);
    expect(event.attendees).toMatchObject([{ email: person.email }]);
    expect(event.reminders?.overrides).toEqual([
      { method: 'email', minutes: 1440 },
      { method: 'email', minutes: 60 },
    ]);
    expect(event.extendedProperties?.private).toHaveProperty('lumaTourId');
  });
  await test.step('the page heard of it, and of nobody', async () => {
    const [heard, layer] = await page.evaluate(() => [window.heard, window.dataLayer] as const);
    const booked = heard.filter(({ name }) => name === 'luma-tour-booked');
    expect(booked).toMatchObject([{ detail: { test: false, timezone: 'America/Chicago' } }]);
    expect(layer).toMatchObject([
      {
        event: 'luma_tour_booked',
        property: 'maple-court',
        utm_source: 'newsletter',
        gclid: 'abc',
      },
    ]);
    const said = JSON.stringify([booked, layer]);
    for (const secret of [person.email, person.firstName, person.lastName, person.phone])
      expect(said).not.toContain(secret);
  });
  await test.step('nobody else can have that time', async () => {
    const other = newPerson('Grace');
    const { status, body } = await api.book({ startsAt: slot.startsAt, ...other });
    expect([status, body]).toMatchObject([409, { error: { code: 'SLOT_TAKEN' } }]);
    const context = await browser.newContext();
    const second = new Widget(await context.newPage());
    await second.page.goto(address);
    await second.openCalendar();
    await second.turnTo(slot.date);
    await second.day(slot.date).click();
    await expect(second.heading(dayName(slot.date))).toBeVisible();
    await expect(second.time(slot)).toHaveCount(0);
    await context.close();
  });
});

test('W6: a visitor elsewhere sees both clocks', async ({ browser, stack }) => {
  const slot = await stack.api.freeTime();
  const context = await browser.newContext({ timezoneId: 'America/New_York', locale: 'en-US' });
  const widget = new Widget(await context.newPage());
  await widget.page.goto(putEmbed(stack.site, { server: stack.server.url }));
  await widget.openCalendar();
  await widget.turnTo(slot.date);
  await widget.day(slot.date).click();
  const later = new Date(Date.parse(slot.startsAt) + 3_600_000).toISOString();
  await expect(widget.time(slot)).toHaveAccessibleName(
    `${timeName(slot.startsAt)} ${timeName(later)} your time`,
  );
  await context.close();
});
