import type { Locator } from '@playwright/test';
import { expect, test } from '../lib/fixtures.ts';
import { tourEvent } from '../lib/calendar.ts';
import { newPerson } from '../lib/people.ts';
import { dayName, monthName } from '../lib/words.ts';

/** Presses Tab until the element has the focus, for a few times at most. */
async function tabTo(target: Locator, most = 4): Promise<void> {
  const page = target.page();
  const reached = target.and(page.locator(':focus'));
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press('Tab');
    if ((await reached.count()) > 0) return;
  }
  await expect(target).toBeFocused();
}

/** Moves by arrow keys until the day has the focus. */
async function arrowTo(target: Locator, key: 'ArrowLeft' | 'ArrowRight'): Promise<void> {
  const page = target.page();
  for (let pressed = 0; pressed < 40; pressed += 1) {
    if (await target.and(page.locator(':focus')).count()) break;
    await page.keyboard.press(key);
  }
  await expect(target).toBeFocused();
}

test('W5 W10: a tour is booked by keyboard alone', async ({ page, widget, stack }) => {
  const person = newPerson();
  const slot = await stack.api.freeTime();

  await test.step('from the page to the chat', async () => {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Read more' })).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(widget.launcher).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(widget.panel).toBeVisible();
    await tabTo(widget.message, 6);
    await page.keyboard.type('can I come see it Saturday?');
    await page.keyboard.press('Enter');
  });
  await test.step('to a day, by the arrows', async () => {
    const focused = widget.month.locator(':focus');
    await expect(focused).toHaveAccessibleName(/, \d+ times? free$/);
    // The Saturday that was asked for may be before or after the day of the tour.
    await arrowTo(widget.month.locator('[aria-current="date"]'), 'ArrowLeft');
    await arrowTo(widget.day(slot.date), 'ArrowRight');
    await expect(widget.heading(monthName(slot.date))).toBeVisible();
    await page.keyboard.press('Enter');
  });
  await test.step('to a time', async () => {
    await expect(widget.heading(dayName(slot.date))).toBeFocused();
    await tabTo(widget.time(slot), 20);
    await page.keyboard.press('Enter');
  });
  await test.step('through the form, in the order it is read', async () => {
    // Wait for the form: before it is drawn, Tab would wrap around inside the times.
    await expect(widget.field('First name')).toBeVisible();
    await tabTo(widget.field('First name'));
    for (const value of [
      person.firstName,
      person.lastName,
      person.email,
      person.phone,
      person.specialRequests,
    ]) {
      await page.keyboard.type(value);
      await page.keyboard.press('Tab');
    }
    await expect(widget.privacy).toBeFocused();
    await page.keyboard.press('Space');
    await tabTo(widget.confirm);
    await page.keyboard.press('Enter');
  });
  await expect(widget.done).toBeFocused();
  await tourEvent(stack.sandbox, person.email);
  await page.keyboard.press('Escape');
  await expect(widget.panel).toBeHidden();
  await expect(widget.launcher).toBeFocused();
});

test('W5: the keys of the month grid', async ({ page, widget, stack }) => {
  const { availableDates } = await stack.api.availability();
  await widget.openCalendar();
  const focused = widget.month.locator(':focus');
  const first = Temporal.PlainDate.from(availableDates[0]!);
  const at = (date: Temporal.PlainDate) => new RegExp(`^${dayName(date.toString())},`);
  await expect(focused).toHaveAccessibleName(at(first));
  await page.keyboard.press('ArrowDown');
  const nextWeek = first.add({ days: 7 });
  await expect(focused).toHaveAccessibleName(at(nextWeek));
  await page.keyboard.press('Home');
  const sunday = nextWeek.subtract({ days: nextWeek.dayOfWeek % 7 });
  await expect(focused).toHaveAccessibleName(at(sunday));
  await page.keyboard.press('End');
  await expect(focused).toHaveAccessibleName(at(sunday.add({ days: 6 })));
});

test('W10: focus stays within the panel and comes back to what opened it', async ({
  page,
  widget,
}) => {
  await widget.launcher.focus();
  await page.keyboard.press('Enter');
  await expect(widget.button('Schedule a tour')).toBeVisible();
  const inside = () =>
    page.evaluate(() => document.activeElement === document.querySelector('luma-leasing'));
  for (const key of [...Array<string>(10).fill('Tab'), ...Array<string>(10).fill('Shift+Tab')]) {
    await page.keyboard.press(key);
    expect(await inside()).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(widget.launcher).toBeFocused();
});
