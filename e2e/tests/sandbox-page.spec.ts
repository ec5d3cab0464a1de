import { expect, test } from '../lib/fixtures.ts';
import { newPerson } from '../lib/people.ts';
import { dayName } from '../lib/words.ts';

test('B3: the agent’s calendar page shows a booking as it comes', async ({ page, stack }) => {
  const { api, sandbox } = stack;
  const slot = await api.freeTime();
  await page.goto(`${sandbox.url}/calendar?account=agent@example.com&date=${slot.date}`);
  const week = page.getByRole('region', { name: 'Week' });
  const tour = week.getByRole('button', {
    name: new RegExp(
      `^Tour - Maple Court Apartments.*${dayName(slot.date)}.*booked by LumaLeasing$`,
    ),
  });
  await expect(week.getByText(String(Number(slot.date.slice(8))), { exact: true })).toBeVisible();
  const before = await tour.count();
  await api.booked({ startsAt: slot.startsAt, ...newPerson() });
  await expect(tour).toHaveCount(before + 1);
  await expect(page.getByRole('status').getByText(/^New: Tour - Maple Court/)).toBeVisible();
});
