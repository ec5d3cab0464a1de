import { tourEvent } from '../lib/calendar.ts';
import { expect, test } from '../lib/fixtures.ts';
import { newPerson } from '../lib/people.ts';
import { dayName, timeName } from '../lib/words.ts';

test('W8 S5: a tour the agent moves and then deletes shows so in the open widget', async ({
  page,
  widget,
  stack: { api, sandbox },
}) => {
  const person = newPerson();
  await widget.book(await api.freeTime(), person);
  const event = await tourEvent(sandbox, person.email);
  await page.reload();
  await widget.launcher.click();
  await expect(widget.tour).toBeVisible();
  const other = await api.freeTime();
  const half = 30 * 60_000;

  await test.step('moved', async () => {
    await sandbox.changeEvent(event.id!, {
      start: { dateTime: other.startsAt },
      end: { dateTime: new Date(Date.parse(other.startsAt) + half).toISOString() },
    });
    const when = `${dayName(other.date)}, ${timeName(other.startsAt)}`;
    await expect(widget.panel.getByText(`Your tour has a new time: ${when}.`)).toBeVisible();
    await expect(widget.tour).toContainText(when);
  });
  await test.step('deleted', async () => {
    await sandbox.deleteEvent(event.id!);
    await expect(widget.panel.getByText(/The team had to cancel your tour/)).toBeVisible();
    await expect(widget.tour).toHaveCount(0);
    await expect(widget.button('Schedule a tour')).toBeVisible();
    const { slotsByDate } = await api.availability();
    const freed = slotsByDate[other.date]?.find(({ startsAt }) => startsAt === other.startsAt);
    expect(freed).toMatchObject({ available: true });
  });
});
