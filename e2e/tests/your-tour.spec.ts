import type { Page } from '@playwright/test';
import type { Api, FreeTime } from '../lib/api.ts';
import { expectNoViolation } from '../lib/axe.ts';
import { tourEvent, toursOf, tourStart } from '../lib/calendar.ts';
import { expect, test } from '../lib/fixtures.ts';
import { newPerson } from '../lib/people.ts';
import { dayName, timeName } from '../lib/words.ts';

const spoken = (slot: FreeTime) => `${dayName(slot.date)}, ${timeName(slot.startsAt)}`;

/** The change events that the page received. */
const heard = (page: Page) =>
  page.evaluate(() =>
    window.heard.flatMap(({ name, detail }) => (name === 'luma-tour-changed' ? [detail] : [])),
  );

/** Two neighbouring free times. Only one of them can be booked, because of the buffer. */
async function neighbours(api: Api): Promise<[FreeTime, FreeTime]> {
  const { slotsByDate } = await api.availability();
  for (const [date, slots] of Object.entries(slotsByDate))
    for (const [n, slot] of slots.entries()) {
      const next = slots[n + 1];
      if (!next || !slot.available || !next.available) continue;
      if (Date.parse(next.startsAt) - Date.parse(slot.startsAt) === 30 * 60_000)
        return [
          { ...slot, date },
          { ...next, date },
        ];
    }
  throw new Error('no two free times are neighbours');
}

test('W8: half an hour later is offered, though the tour is in the way of others', async ({
  page,
  widget,
  stack: { api, sandbox },
}) => {
  const person = newPerson();
  const [slot, next] = await neighbours(api);
  await widget.book(slot, person);
  await tourEvent(sandbox, person.email);
  await widget.button('Schedule another tour').click();
  await widget.turnTo(slot.date);
  await widget.day(slot.date).click();
  await expect(widget.heading(dayName(slot.date))).toBeVisible();
  await expect(widget.time(next)).toHaveCount(0);
  await page.reload();
  await widget.launcher.click();
  await widget.tour.getByRole('button', { name: 'Change' }).click();
  await widget.pick(next);
  await widget.button('Move my tour').click();
  await expect(widget.heading('Your tour is moved')).toBeFocused();
  await expect.poll(() => tourStart(sandbox, person.email)).toBe(Date.parse(next.startsAt));
});

test('W8 B4: a visitor who comes back moves their tour and cancels it, by mouse', async ({
  page,
  widget,
  stack: { api, sandbox },
}) => {
  const person = newPerson();
  const slot = await api.freeTime();
  await widget.book(slot, person);
  const { id } = await tourEvent(sandbox, person.email);
  await page.reload();
  await widget.launcher.click();
  await expect(widget.tour).toContainText(spoken(slot));
  await expect(widget.tour).toContainText('with Maya Chen');
  const other = await api.freeTime();

  await test.step('moved: the event moves', async () => {
    await widget.tour.getByRole('button', { name: 'Change' }).click();
    await widget.pick(other);
    await expect(widget.heading('Move your tour?')).toBeFocused();
    await expect(widget.panel.getByText(spoken(slot))).toBeVisible();
    await widget.button('Move my tour').click();
    await expect(widget.heading('Your tour is moved')).toBeFocused();
    await expect.poll(() => tourStart(sandbox, person.email)).toBe(Date.parse(other.startsAt));
    expect((await tourEvent(sandbox, person.email)).id).toBe(id);
    expect(await heard(page)).toMatchObject([{ status: 'confirmed' }]);
  });
  await test.step('its old time is free again', async () => {
    const { slotsByDate } = await api.availability();
    const freed = slotsByDate[slot.date]?.find(({ startsAt }) => startsAt === slot.startsAt);
    expect(freed).toMatchObject({ available: true });
  });
  await test.step('cancelled: the event goes, and the browser forgets it', async () => {
    await widget.button('Back').click();
    await expect(widget.tour).toContainText(spoken(other));
    await widget.tour.getByRole('button', { name: 'Cancel' }).click();
    await widget.button('Cancel my tour').click();
    await expect(widget.heading('Your tour is cancelled')).toBeFocused();
    await expect.poll(async () => (await toursOf(sandbox, person.email)).length).toBe(0);
    expect(await heard(page)).toMatchObject([{ status: 'confirmed' }, { status: 'cancelled' }]);
    await page.reload();
    await widget.launcher.click();
    await expect(widget.button('Schedule a tour')).toBeVisible();
    await expect(widget.tour).toHaveCount(0);
  });
});

test('W8 W10: it is moved and cancelled by keyboard alone', async ({
  page,
  widget,
  stack: { api, sandbox },
}) => {
  const person = newPerson();
  await widget.book(await api.freeTime(), person);
  await tourEvent(sandbox, person.email);
  await page.reload();
  const press = async (name: string) => {
    const target = widget.button(name);
    await expect(target).toBeVisible();
    const reached = target.and(page.locator(':focus'));
    for (let n = 0; n < 25 && (await reached.count()) === 0; n += 1)
      await page.keyboard.press('Tab');
    await expect(target).toBeFocused();
    await page.keyboard.press('Enter');
  };
  await widget.launcher.focus();
  await page.keyboard.press('Enter');
  await press('Change');
  await expect(widget.month.locator(':focus')).toHaveAccessibleName(/, \d+ times? free$/);
  await page.keyboard.press('Enter');
  await expect(widget.panel.getByRole('heading', { name: /day, / })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(widget.heading('Move your tour?')).toBeFocused();
  await press('Move my tour');
  await expect(widget.heading('Your tour is moved')).toBeFocused();
  await press('Cancel');
  await expect(widget.heading('Cancel your tour?')).toBeFocused();
  await press('Cancel my tour');
  await expect(widget.heading('Your tour is cancelled')).toBeFocused();
  await expect.poll(async () => (await toursOf(sandbox, person.email)).length).toBe(0);
  await page.keyboard.press('Escape');
  await expect(widget.launcher).toBeFocused();
});

test('W8: what its link did elsewhere shows in the open widget within seconds', async ({
  page,
  widget,
  context,
  stack: { api },
}) => {
  await widget.book(await api.freeTime(), newPerson());
  const manageUrl = await page.evaluate(
    () =>
      (JSON.parse(localStorage.getItem('luma:tour:pk_demo')!) as { manageUrl: string }[])[0]!
        .manageUrl,
  );
  await page.reload();
  await widget.launcher.click();
  await expect(widget.tour).toBeVisible();
  const answer = await context.request.post(`${manageUrl}/cancel`, { data: {} });
  expect(answer.ok()).toBe(true);
  await expect(widget.panel.getByText(/^\s*Your tour on .* is cancelled\./)).toBeVisible();
  await expect(widget.tour).toHaveCount(0);
});

test.describe('on a phone', () => {
  test.use({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    contextOptions: { reducedMotion: 'reduce' },
  });

  test('W10: nothing is in the way of changing a tour', async ({
    page,
    widget,
    stack: { api },
  }) => {
    const check = async (state: string) => {
      await expectNoViolation(page, state);
      const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
      expect(scrollWidth, state).toBe(clientWidth);
    };
    await widget.book(await api.freeTime(), newPerson());
    await page.reload();
    await widget.launcher.tap();
    await expect(widget.tour).toBeVisible();
    await check('your tour');
    await widget.button('Change').tap();
    await widget.pick(await api.freeTime());
    await expect(widget.heading('Move your tour?')).toBeVisible();
    await check('move');
    await widget.button('Move my tour').tap();
    await expect(widget.heading('Your tour is moved')).toBeVisible();
    await check('moved');
    await widget.button('Cancel').tap();
    await expect(widget.heading('Cancel your tour?')).toBeVisible();
    await check('cancel');
    await widget.button('Cancel my tour').tap();
    await expect(widget.heading('Your tour is cancelled')).toBeVisible();
    await check('cancelled');
  });
});
