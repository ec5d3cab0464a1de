import { expect, test } from '../lib/fixtures.ts';
import { newPerson } from '../lib/people.ts';
import { plainPage } from '../lib/pages.ts';
import { Widget } from '../lib/widget.ts';

/** The tag that `/lumaleasing.json` recommends for a page that wants this release alone. */
async function pinned(server: string): Promise<{ release: string; tag: string }> {
  const { release, tag } = (await (await fetch(`${server}/lumaleasing.json`)).json()) as {
    release: string;
    tag: string;
  };
  return { release, tag: tag.replace('pk_…', 'pk_demo') };
}

test('W2: a tag with an integrity hash books a tour with the files of its release alone', async ({
  page,
  stack,
}) => {
  const { api, server, site } = stack;
  const { release, tag } = await pinned(server.url);
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(request.url());
  });
  await page.goto(site.put('/pinned', plainPage(tag)));
  const widget = new Widget(page);
  await widget.book(await api.freeTime(), newPerson());
  await expect(widget.button('Change')).toBeVisible();
  expect(scripts.length).toBeGreaterThan(2);
  for (const url of scripts) expect(url).toContain(`${server.url}/releases/${release}/`);
});

test('W2: the evergreen tag loads the rest from its own release, whatever the server has by now', async ({
  page,
  stack,
}) => {
  const { server, site } = stack;
  const { release } = await pinned(server.url);
  const first = `${server.url}/lumaleasing.js`;
  await page.goto(
    site.put('/evergreen', plainPage(`<script async src="${first}?key=pk_demo"></script>`)),
  );
  const loaded = page.waitForRequest(/define\.js$/);
  await new Widget(page).openCalendar();
  expect((await loaded).url()).toBe(`${server.url}/releases/${release}/widget/define.js`);
});

test('W2: the browser refuses a pinned script that was changed', async ({ page, stack }) => {
  const { server, site } = stack;
  const { tag } = await pinned(server.url);
  await page.route(/\/releases\/.*\/lumaleasing\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `window.tampered = true;${await response.text()}` });
  });
  const refused = page.waitForEvent('console', (message) => /integrity/.test(message.text()));
  await page.goto(site.put('/tampered', plainPage(tag)));
  await refused;
  expect(await page.evaluate(() => 'tampered' in window)).toBe(false);
  await expect(new Widget(page).root).toHaveCount(0);
});
