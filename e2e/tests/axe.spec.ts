import type { Page } from '@playwright/test';
import { expectNoViolation } from '../lib/axe.ts';
import { expect, test } from '../lib/fixtures.ts';
import { newPerson } from '../lib/people.ts';
import { putEmbed } from '../lib/pages.ts';
import { Widget } from '../lib/widget.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const devices = [
  { name: 'on a desktop', device: {} },
  { name: 'on a phone', device: phone },
] as const;

/** Answers in place of the server, for states that the API cannot produce. */
const answer = (page: Page, path: string, status: number, error: object) =>
  page.route(`**/api/lumaleasing/${path}`, (route) =>
    route.fulfill({
      status,
      headers: { 'Access-Control-Allow-Origin': '*' },
      json: { success: false, error },
    }),
  );

const contact = { name: 'the leasing team', phone: '+1 312 555 0142', email: 'leasing@x.example' };

for (const { name, device } of devices) {
  test.describe(name, () => {
    // axe cannot judge colours during a transition.
    test.use({ ...device, contextOptions: { reducedMotion: 'reduce' } });

    test('W10: nothing is in the way on the road to a tour', async ({ page, widget, stack }) => {
      const { api } = stack;
      const slot = await api.freeTime();
      const check = (state: string) => expectNoViolation(page, state);
      await expect(widget.launcher).toBeVisible();
      await check('launcher');
      await widget.launcher.click();
      await expect(widget.button('Schedule a tour')).toBeVisible();
      await check('chat');
      await widget.say('Do you allow dogs?');
      await expect(widget.field('Your email or phone')).toBeVisible();
      await check('chat, a question');
      await widget.say('I want to see it');
      await widget.turnTo(slot.date);
      await check('month');
      await widget.day(slot.date).click();
      await expect(widget.time(slot)).toBeVisible();
      await check('times');
      await widget.time(slot).click();
      await expect(widget.confirm).toBeVisible();
      await check('form');
      await widget.confirm.click();
      await expect(widget.panel.getByText('Please tick this to go on.')).toBeVisible();
      await check('form, with errors');
      await widget.fill(newPerson());
      await api.booked({ startsAt: slot.startsAt, ...newPerson('Grace') });
      await widget.confirm.click();
      const taken = widget.panel.getByRole('alert').filter({ hasText: 'just taken' });
      await expect(taken).toBeVisible();
      await check('taken');
      await taken.getByRole('button').first().click();
      await widget.confirm.click();
      await expect(widget.done).toBeVisible();
      await check('success');
      await widget.button('Back').click();
      await expect(widget.panel.getByText(/You’re all set/)).toBeVisible();
      await check('chat, with a tour');
    });

    test('W10 W17 B4: nor on our own pages', async ({ page, stack }) => {
      const { api, server } = stack;
      const { manageUrl } = await api.booked({
        startsAt: (await api.freeTime()).startsAt,
        ...newPerson(),
      });
      const shows = async (heading: string | RegExp, state: string) => {
        await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
        await expectNoViolation(page, state);
      };
      const submit = () =>
        page
          .locator('form')
          .first()
          .evaluate((form: HTMLFormElement) => form.submit());
      await page.route('**/lumaleasing.js', (route) => route.abort(), { times: 1 });
      await page.goto(`${server.url}/book/maple-court`);
      await shows(/^Schedule a tour/, 'hosted page, plain');
      await submit();
      await expect(page.getByRole('alert')).toBeVisible();
      await shows(/^Schedule a tour/, 'hosted page, refused');
      await page.goto(`${server.url}/book/maple-court`);
      await expect(new Widget(page, 'region').button('Schedule a tour')).toBeVisible();
      await shows(/^Schedule a tour/, 'hosted page, with the widget');
      await page.goto(`${server.url}/book/nowhere`);
      await shows('This did not work', 'no such page');
      await page.goto(manageUrl);
      await shows('Your tour is booked', 'manage page');
      await page.getByRole('link', { name: 'Choose another time' }).click();
      await shows('Choose another time', 'change page');
      await submit();
      await expect(page.getByRole('alert')).toHaveText('Please choose a time.');
      await shows('Choose another time', 'change page, refused');
      await page.goto(`${server.url}/api/lumaleasing/calendar/callback?state=nonsense`);
      await shows('Calendar not connected', 'consent result');
      const link = await server.resetLink('manager@example.com');
      await page.goto(link);
      await shows('Choose your password', 'password page');
      await submit();
      await expect(page.getByRole('alert')).toBeVisible();
      await shows('Choose your password', 'password page, refused');
      await page.goto(`${link}nonsense`);
      await shows('This did not work', 'password page, with a link that does not work');
    });

    test('W10 B5: nor for somebody who has a tour already, or no network', async ({
      page,
      context,
      widget,
      stack,
    }) => {
      const { api } = stack;
      const person = newPerson();
      await api.booked({ startsAt: (await api.freeTime()).startsAt, ...person });
      await widget.openForm(await api.freeTime(), person);
      await widget.confirm.click();
      await expect(widget.heading('You already have a tour with us')).toBeVisible();
      await expectNoViolation(page, 'a tour already');
      await context.setOffline(true);
      await expect(widget.panel.getByText('You’re offline.')).toBeVisible();
      await expectNoViolation(page, 'offline');
      await context.setOffline(false);
    });

    test('W10 W9: nor where something is wrong', async ({ page, stack }) => {
      const address = putEmbed(stack.site, { server: stack.server.url });
      const widget = new Widget(page);
      const open = async () => {
        await page.goto(address);
        await widget.launcher.click();
        await widget.button('Schedule a tour').click();
      };
      const refuse = (code: string, status = 503) =>
        answer(page, 'tours/availability*', status, { code, message: code, contact });
      const shows = async (state: string, heading: string) => {
        await expect(widget.heading(heading)).toBeVisible();
        await expectNoViolation(page, state);
      };
      await refuse('CALENDAR_UNREACHABLE');
      await open();
      await shows('call-back form', 'Let us call you back');
      await widget.button('Ask for a call back').click();
      await expect(widget.panel.getByText('Please fill this in.')).toBeVisible();
      await expectNoViolation(page, 'call-back form, with errors');
      await widget.field('First name').fill('Ada');
      await widget.field('Phone').fill(newPerson().phone);
      await widget.button('Ask for a call back').click();
      await shows('call-back sent', 'We’ll be in touch');

      await page.unrouteAll();
      await refuse('TOURS_DISABLED', 403);
      await open();
      await shows('closed', 'Tours are paused right now');

      await page.unrouteAll();
      await refuse('NOT_FOUND', 404);
      await open();
      await expect(widget.panel.getByRole('alert').getByText(/went wrong/)).toBeVisible();
      await expectNoViolation(page, 'error');

      await page.unrouteAll();
      await answer(page, 'config', 403, { code: 'ORIGIN_NOT_ALLOWED', message: 'No' });
      await page.goto(address);
      await widget.launcher.click();
      await shows('barred', 'This chat isn’t available here');
    });
  });
}
