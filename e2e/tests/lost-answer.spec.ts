import type { Page } from '@playwright/test';
import { expect, test } from '../lib/fixtures.ts';
import { tourEvent, toursOf } from '../lib/calendar.ts';
import { newPerson } from '../lib/people.ts';

/** The Idempotency-Keys of the submissions that a page sends, in order. */
function keysSent(page: Page): string[] {
  const keys: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/tours'))
      keys.push(request.headers()['idempotency-key'] ?? 'none');
  });
  return keys;
}

test('W9 B2: an answer that is lost is asked for again, and one tour is booked', async ({
  page,
  widget,
  stack,
}) => {
  const { api, sandbox } = stack;
  const person = newPerson();
  await widget.openForm(await api.freeTime(), person);
  const keys = keysSent(page);
  await page.route(
    '**/api/lumaleasing/tours',
    async (route) => {
      expect((await route.fetch()).status()).toBe(201);
      await route.abort('connectionreset');
    },
    { times: 1 },
  );
  await widget.confirm.click();
  await expect(widget.done).toBeVisible();
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
  await tourEvent(sandbox, person.email);
  const { body } = await api.book({ startsAt: (await api.freeTime()).startsAt, ...person });
  expect(body).toMatchObject({ error: { code: 'TOUR_EXISTS' } });
  expect(await toursOf(sandbox, person.email)).toHaveLength(1);
});

test('W9: a reload in mid-submission finishes it with the same key', async ({
  page,
  widget,
  stack,
}) => {
  const { api, sandbox } = stack;
  const person = newPerson();
  await widget.openForm(await api.freeTime(), person);
  const keys = keysSent(page);
  const reached = Promise.withResolvers<void>();
  await page.route(
    '**/api/lumaleasing/tours',
    async (route) => {
      await route.fetch();
      reached.resolve();
      // The answer never arrives, because the page is closed by then.
    },
    { times: 1 },
  );
  await widget.confirm.click();
  await reached.promise;
  await page.reload();
  await expect(widget.done).toBeVisible();
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
  await tourEvent(sandbox, person.email);
});

test('W9: submitted offline, it is sent by itself once back online', async ({
  context,
  page,
  widget,
  stack,
}) => {
  const { api, sandbox } = stack;
  const person = newPerson();
  await widget.openForm(await api.freeTime(), person);
  await context.setOffline(true);
  await expect(widget.panel.getByText(/You’re offline/)).toBeVisible();
  await widget.confirm.click();
  await expect(widget.button('Try again')).toBeVisible();
  await expect(widget.panel.getByRole('alert').getByText(/what you typed is kept/i)).toBeVisible();
  await expect(widget.field('Email')).toHaveValue(person.email);
  await context.setOffline(false);
  await expect(widget.done).toBeVisible();
  await expect(widget.panel.getByText(/You’re offline/)).toBeHidden();
  expect(await page.evaluate(() => window.dataLayer)).toHaveLength(1);
  await tourEvent(sandbox, person.email);
});
