import { expect, test } from '../lib/fixtures.ts';
import { complaints } from '../lib/listen.ts';
import { documentedEmbeds, embedPage, example } from '../lib/pages.ts';
import { newPerson } from '../lib/people.ts';
import { Widget } from '../lib/widget.ts';

test('W1: the demo’s own page opens the calendar from its button', async ({ page, stack }) => {
  const heard = await complaints(page);
  await page.goto(`${stack.server.url}/demo`);
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Schedule a tour' }).first().click();
  await expect(widget.heading('Pick a day')).toBeVisible();
  await expect(widget.month).toHaveAttribute('aria-busy', 'false');
  await page.keyboard.press('Escape');
  await expect(widget.panel).toBeHidden();
  expect(page.url()).toBe(`${stack.server.url}/demo`);
  expect(heard).toEqual([]);
});

test('W2 W3: examples/html/index.html, on another origin', async ({ page, stack }) => {
  const { api, server, site } = stack;
  const heard = await complaints(page);
  await page.goto(site.put('/example', example('index.html', server.url)));
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await page.getByRole('link', { name: 'schedule a tour' }).click();
  const slot = await api.freeTime();
  await widget.pick(slot);
  await widget.fill(newPerson());
  const logged = page.waitForEvent('console', (message) => message.text().startsWith('booked'));
  await widget.confirm.click();
  const [, detail] = (await logged).args();
  expect(await detail?.jsonValue()).toMatchObject({ startsAt: slot.startsAt, test: false });
  expect(heard).toEqual([]);
});

test('W2: examples/html/inline.html, on another origin', async ({ page, stack }) => {
  await page.goto(stack.site.put('/inline', example('inline.html', stack.server.url)));
  const widget = new Widget(page, 'region');
  await expect(widget.panel).toBeVisible();
  await expect(widget.button('Close')).toHaveCount(0);
  const [host, panel] = await Promise.all([widget.root.boundingBox(), widget.panel.boundingBox()]);
  expect(panel?.width).toBeCloseTo(host?.width ?? 0, -1);
  await widget.button('Schedule a tour').click();
  await expect(widget.month).toHaveAttribute('aria-busy', 'false');
});

test('W1 W3: the script tag’s mode="inline"', async ({ page, stack }) => {
  const { server, site } = stack;
  const tag = `<div style="width: 500px"><script async src="${server.url}/lumaleasing.js"
    data-key="pk_demo" data-mode="inline"></script></div>`;
  await page.goto(
    site.put('/inline-tag', `<!doctype html><html lang="en-US"><body>${tag}</body></html>`),
  );
  const widget = new Widget(page, 'region');
  await widget.button('Schedule a tour').click();
  await expect(widget.month).toHaveAttribute('aria-busy', 'false');
  expect((await widget.panel.boundingBox())?.width).toBeCloseTo(500, -1);
});

test('W3: the methods, the property and the events', async ({ page, widget }) => {
  await expect(widget.launcher).toBeVisible();
  const call = (name: 'show' | 'hide' | 'startTour') =>
    page.evaluate((method) => {
      const element: unknown = document.querySelector('luma-leasing');
      if (element instanceof HTMLElement)
        (Reflect.get(element, method) as () => void).call(element);
    }, name);
  await call('show');
  await expect(widget.panel).toBeVisible();
  await expect(widget.root).toHaveAttribute('open');
  await call('hide');
  await expect(widget.panel).toBeHidden();
  await call('startTour');
  await expect(widget.month).toBeVisible();
  await widget.root.evaluate((element) => element.removeAttribute('open'));
  await expect(widget.panel).toBeHidden();
  const heard = await page.evaluate(() => window.heard.map(({ name }) => name));
  expect(heard).toEqual(['luma-open', 'luma-close', 'luma-open', 'luma-close']);
});

test('P2 W9: a key the server does not know is said to the owner, not to the visitor', async ({
  page,
  stack,
}) => {
  const heard = await complaints(page);
  const html = embedPage({ server: stack.server.url, key: 'pk_unknown' });
  await page.goto(stack.site.put('/unknown-key', html));
  const widget = new Widget(page);
  await widget.launcher.click();
  await expect(widget.heading('This chat isn’t available here')).toBeVisible();
  expect(heard.join('\n')).toContain('[luma-leasing] INVALID_API_KEY');
  expect(await page.evaluate(() => window.heard.at(-1))).toMatchObject({
    name: 'luma-error',
    detail: { code: 'INVALID_API_KEY' },
  });
});

for (const [page, least] of [
  ['README.md', 3],
  ['docs/embedding.md', 6],
  ['packages/widget/README.md', 1],
] as const)
  test(`W2: what ${page} says to put on a page opens the calendar`, async ({ browser, stack }) => {
    const { server, site } = stack;
    const embeds = documentedEmbeds(page, server.url);
    expect(embeds.length).toBeGreaterThanOrEqual(least);
    for (const [n, embed] of embeds.entries()) {
      await test.step(embed, async () => {
        const visit = await browser.newPage();
        const heard = await complaints(visit);
        // The page has no language of its own, as many have none.
        const html = `<!doctype html><title>A page</title><h1>Maple Court</h1>${embed}`;
        await visit.goto(site.put(`/documented-${n}`, html));
        // Some examples show a widget in the corner and one in line.
        const inline = /mode="?inline/.test(embed);
        const root = visit.locator(inline ? 'luma-leasing[mode=inline]' : 'luma-leasing');
        if (!inline) await root.getByRole('button').click();
        await root.getByRole('button', { name: 'Schedule a tour' }).click();
        await expect(root.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
        expect(heard).toEqual([]);
        await visit.close();
      });
    }
  });

test('W2: a link of the page’s own opens the calendar, as documented', async ({ page, stack }) => {
  const { server, site } = stack;
  const [embed = ''] = documentedEmbeds('docs/embedding.md', server.url).filter((html) =>
    html.includes('startTour'),
  );
  await page.goto(site.put('/own-link', `<!doctype html><title>A page</title>${embed}`));
  await expect(new Widget(page).launcher).toBeVisible();
  await page.getByRole('link', { name: 'Schedule a tour' }).click();
  await expect(new Widget(page).heading('Pick a day')).toBeVisible();
});
