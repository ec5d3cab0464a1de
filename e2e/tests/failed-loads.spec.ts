import type { Page } from '@playwright/test';
import { expect, test } from '../lib/fixtures.ts';
import { newPerson } from '../lib/people.ts';
import { embedPage } from '../lib/pages.ts';
import { Widget } from '../lib/widget.ts';

/** Lets requests for the widget's files fail while `fails` says so. @returns the paths that were asked for. */
async function failing(
  page: Page,
  fails: (url: URL) => boolean | Promise<boolean>,
): Promise<string[]> {
  const asked: string[] = [];
  await page.route(/\/widget\//, async (route) => {
    const url = new URL(route.request().url());
    const path = url.pathname.replace(/^\/releases\/[^/]+\//, '').replace('widget/', '');
    asked.push(path.replace(/-[\w-]{8}\.js$/, '.js') + url.search);
    await ((await fails(url)) ? route.abort('connectionreset') : route.fallback());
  });
  return asked;
}

test('W13: when the widget’s code fails to load, it is fetched from another address', async ({
  page,
  stack,
}) => {
  const { api, server, site } = stack;
  const { promise: looked, resolve: release } = Promise.withResolvers<void>();
  const asked = await failing(page, async ({ pathname }) => {
    if (!pathname.includes('/again-1/')) return true;
    await looked;
    return false;
  });
  await page.goto(site.put('/fails-once', embedPage({ server: server.url })));
  const widget = new Widget(page);
  await widget.launcher.click();
  const button = widget.root.getByRole('button', { name: 'Loading' });
  await expect(button).toHaveAttribute('aria-busy', 'true');
  const moves = button.locator('svg');
  await expect(moves).toHaveCSS('animation-name', 'luma');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(moves).toHaveCSS('animation-name', 'none');
  release();

  const slot = await api.freeTime();
  await widget.button('Schedule a tour').click();
  await widget.pick(slot);
  await widget.fill(newPerson());
  await widget.confirm.click();
  await expect(widget.done).toBeVisible();
  // What the kit draws: it came from the same folder, so that it shares the widget's modules.
  await expect(widget.button('Change')).toBeVisible();
  expect(new Set(asked)).toEqual(new Set(['define.js', 'again-1/define.js', 'again-1/kit.js']));
});

test('W13: while it cannot be loaded, the launcher says so, leads to the booking page, and works again later', async ({
  page,
  stack,
}) => {
  const { server, site } = stack;
  let isDown = true;
  const asked = await failing(page, () => isDown);
  await page.goto(site.put('/fails', embedPage({ server: server.url })));
  const widget = new Widget(page);
  await widget.launcher.click();
  const note = widget.root.getByRole('alert');
  await expect(note).toHaveText('This did not load. Book here');
  await expect(widget.launcher).not.toHaveAttribute('aria-busy');
  const [above, below] = await Promise.all([note.boundingBox(), widget.launcher.boundingBox()]);
  expect(above!.y + above!.height).toBeLessThan(below!.y);

  const hosted = await page.context().newPage();
  await hosted.goto((await note.getByRole('link').getAttribute('href'))!);
  await expect(hosted).toHaveURL(`${server.url}/book/maple-court`);
  await expect(hosted.getByRole('heading', { name: 'Schedule a tour of Maple' })).toBeVisible();

  isDown = false;
  await widget.openCalendar();
  await expect(note).toHaveCount(0);
  expect(new Set(asked.filter((path) => path.endsWith('define.js')))).toEqual(
    new Set(['define.js', 'again-1/define.js', 'again-2/define.js', 'again-3/define.js']),
  );
});

test('W13: in line, too, a failed load leaves a button and the way to the booking page', async ({
  page,
  stack,
}) => {
  const { server, site } = stack;
  let isDown = true;
  await failing(page, () => isDown);
  const embed = `<script async src="${server.url}/lumaleasing.js?key=pk_demo&mode=inline"></script>`;
  await page.goto(
    site.put('/fails-inline', `<!doctype html><html lang="en-US"><main>${embed}</main></html>`),
  );
  const widget = new Widget(page, 'region');
  await expect(widget.root.getByRole('link', { name: 'Book here' })).toBeVisible();
  isDown = false;
  await widget.launcher.click();
  await expect(widget.button('Schedule a tour')).toBeVisible();
});

test('W13: a part of the widget that fails once is fetched again, for the same widget', async ({
  page,
  stack,
}) => {
  const { api, server, site } = stack;
  const asked = await failing(
    page,
    ({ pathname, search }) => /\/kit-/.test(pathname) && search === '',
  );
  await page.goto(site.put('/part-fails', embedPage({ server: server.url })));
  const widget = new Widget(page);
  await widget.book(await api.freeTime(), newPerson());
  await expect(widget.button('Change')).toBeVisible();
  expect(asked.filter((path) => /^kit\.js\?\d+$/.test(path))).toHaveLength(1);
  expect(new Set(asked.map((path) => path.replace(/\?.*/, '')))).toEqual(
    new Set(['define.js', 'kit.js']),
  );
});
