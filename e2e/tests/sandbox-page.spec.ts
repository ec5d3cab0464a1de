import { CalendarPage } from '../lib/calendar-page.ts';
import { expect, test } from '../lib/fixtures.ts';
import { newPerson } from '../lib/people.ts';

test('B3: the agent’s calendar page shows a booking as it comes', async ({ page, stack }) => {
  const { api, sandbox } = stack;
  const slot = await api.freeTime();
  const calendar = await CalendarPage.open(page, sandbox, slot.date);
  const tours = calendar.tours(slot.date);
  const day = String(Number(slot.date.slice(8)));
  await expect(calendar.week.getByText(day, { exact: true })).toBeVisible();
  const before = await tours.count();
  await api.booked({ startsAt: slot.startsAt, ...newPerson() });
  await expect(tours).toHaveCount(before + 1);
  await expect(page.getByRole('status').getByText(/^New: Tour - Maple Court/)).toBeVisible();
});
