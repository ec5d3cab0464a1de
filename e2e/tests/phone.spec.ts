import { expect, test } from '../lib/fixtures.ts';
import { tourEvent } from '../lib/calendar.ts';
import { newPerson } from '../lib/people.ts';

test.use({
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  // Measured without animations.
  contextOptions: { reducedMotion: 'reduce' },
});

test('W1 W10: a tour is booked on a phone, by touch, on the whole screen', async ({
  page,
  widget,
  stack,
}) => {
  const person = newPerson();
  const slot = await stack.api.freeTime();
  const overflow = () =>
    page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  const fits = async () => {
    const box = await widget.panel.boundingBox();
    expect(box).toMatchObject({ x: 0, y: 0, width: 390, height: 844 });
    expect(await overflow()).toBe(0);
  };
  await widget.launcher.tap();
  await expect(widget.panel).toHaveAttribute('aria-modal', 'true');
  await widget.button('Schedule a tour').tap();
  await fits();
  await widget.turnTo(slot.date);
  await widget.day(slot.date).tap();
  await expect(widget.time(slot)).toBeVisible();
  await fits();
  await widget.time(slot).tap();
  await widget.fill(person);
  await fits();
  await widget.confirm.tap();
  await expect(widget.done).toBeVisible();
  await fits();
  await tourEvent(stack.sandbox, person.email);
  await widget.button('Close').tap();
  await expect(widget.launcher).toBeVisible();
});

test('W10: whatever is touched is at least 44 pixels high', async ({ widget, stack }) => {
  const slot = await stack.api.freeTime();
  const small = () =>
    widget.panel.evaluate((panel) => {
      const found: string[] = [];
      const look = (root: ParentNode) => {
        for (const element of root.querySelectorAll<HTMLElement>('*')) {
          if (element.shadowRoot) look(element.shadowRoot);
          if (!element.matches('button, input:not([type=checkbox])')) continue;
          // Links and buttons in a sentence are exempt (WCAG 2.5.8, inline).
          if (element.matches('.link') || !element.checkVisibility()) continue;
          const { width, height } = element.getBoundingClientRect();
          const name = element.ariaLabel ?? element.textContent.trim();
          if (height < 43.5 || width < 43.5) found.push(`${name}: ${width} × ${height}`);
        }
      };
      look(panel);
      return found;
    });
  await widget.launcher.tap();
  await expect(widget.button('Schedule a tour')).toBeVisible();
  expect(await small()).toEqual([]);
  await widget.button('Schedule a tour').tap();
  await widget.turnTo(slot.date);
  expect(await small()).toEqual([]);
  await widget.day(slot.date).tap();
  await expect(widget.time(slot)).toBeVisible();
  expect(await small()).toEqual([]);
  await widget.time(slot).tap();
  await expect(widget.confirm).toBeVisible();
  expect(await small()).toEqual([]);
});
