/** One visit with a slow phone and an empty cache, from the page to the booked tour. */
import { newPerson } from '../../../e2e/lib/people.ts';
import { putEmbed } from '../../../e2e/lib/pages.ts';
import type { Stack } from '../../../e2e/lib/stack.ts';
import { Widget } from '../../../e2e/lib/widget.ts';
import type { Browser } from '@playwright/test';
import { type Vitals, watch } from './vitals.ts';

/** How much slower a mid-range phone is than the measuring machine. */
const slowdown = 4;

export async function visit(browser: Browser, { server, site, api }: Stack): Promise<Vitals> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 3,
    hasTouch: true,
    isMobile: true,
    locale: 'en-US',
    timezoneId: 'America/Chicago',
  });
  try {
    const page = await context.newPage();
    await page.addInitScript(watch);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    const slot = await api.freeTime();
    const person = newPerson();
    await page.goto(putEmbed(site, { server: server.url }));
    const widget = new Widget(page);
    await widget.launcher.tap();
    await widget.button('Schedule a tour').tap();
    await widget.turnTo(slot.date);
    // There and back. Late in a month the day may be in the last month that can be shown.
    const turns = ['Next month', 'Previous month'];
    if ((await widget.button('Next month').getAttribute('aria-disabled')) === 'true')
      turns.reverse();
    for (const turn of turns) await widget.button(turn).tap();
    await widget.day(slot.date).tap();
    await widget.time(slot).tap();
    await widget.field('First name').waitFor();
    const typed = { 'First name': person.firstName, 'Last name': person.lastName };
    for (const [name, text] of Object.entries({
      ...typed,
      Email: person.email,
      Phone: person.phone,
    })) {
      await widget.field(name).tap();
      await widget.field(name).pressSequentially(text);
    }
    await widget.privacy.tap();
    await widget.confirm.tap();
    await widget.done.waitFor();
    return await page.evaluate(() => window.vitals());
  } finally {
    await context.close();
  }
}
