import { expect, test } from '../lib/fixtures.ts';
import { tourEvent } from '../lib/calendar.ts';
import { complaints } from '../lib/listen.ts';
import { newPerson } from '../lib/people.ts';
import { embedPage, example, plainPage } from '../lib/pages.ts';
import { Widget } from '../lib/widget.ts';

test('W13: a page without styles, inline scripts or untrusted types books a tour', async ({
  page,
  stack,
}) => {
  const { api, sandbox, server, site } = stack;
  const person = newPerson();
  const heard = await complaints(page);
  await page.goto(site.put('/strict', example('strict-csp.html', server.url)));
  const widget = new Widget(page);
  await widget.book(await api.freeTime(), person);
  await tourEvent(sandbox, person.email);
  // The kit is loaded as another file.
  await expect(widget.button('Change')).toBeVisible();
  expect(heard).toEqual([]);
  // The policy works: the page's own style has no effect.
  expect(
    await page.evaluate(() => {
      document.body.setAttribute('style', 'color: red');
      return getComputedStyle(document.body).color;
    }),
  ).toBe('rgb(0, 0, 0)');
});

test('W13: the worst of style sheets changes nothing', async ({ page, stack }) => {
  const { server, site } = stack;
  // Measured without animations.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const boxes = async (head: string) => {
    await page.goto(site.put('/styled', embedPage({ server: server.url, head })));
    const widget = new Widget(page);
    await widget.openCalendar();
    const parts = [widget.panel, widget.month, widget.button('Close'), widget.button('Next month')];
    await expect(widget.month.getByRole('button').first()).toBeVisible();
    return Promise.all(parts.map((part) => part.boundingBox()));
  };
  const hostile = `<style>
    *, *::before, *::after { all: unset !important; box-sizing: content-box !important; }
    html { font-size: 5px !important; line-height: 4 !important; letter-spacing: 9px !important; }
    body, div, button, input, table, td { display: inline !important; transform: scale(2) !important;
      font: 40px/3 cursive !important; color: lime !important; visibility: hidden !important; }
  </style>`;
  const plain = await boxes('');
  // The page may style the host element, but nothing inside it.
  expect(
    await boxes(`${hostile}<style>luma-leasing { visibility: visible !important; }</style>`),
  ).toEqual(plain);
});

test('W13: loaded twice, it is there once', async ({ page, stack }) => {
  const { server, site } = stack;
  const heard = await complaints(page);
  const tag = `<script async src="${server.url}/lumaleasing.js" data-key="pk_demo"></script>`;
  const address = site.put(
    '/twice',
    plainPage(
      tag,
      `${tag}<script
    type="module" src="${server.url}/widget/define.js"></script>`,
    ),
  );
  await page.goto(address, { waitUntil: 'networkidle' });
  const widget = new Widget(page);
  await expect(widget.root).toHaveCount(1);
  await expect(widget.launcher).toHaveCount(1);
  await widget.openCalendar();
  expect(heard).toEqual([]);
});

test('W13: brought late by a tag manager, it is there all the same', async ({ page, stack }) => {
  const { server, site } = stack;
  await page.goto(site.put('/late', plainPage('')));
  await page.evaluate((src) => {
    const script = document.createElement('script');
    script.src = src;
    script.dataset['key'] = 'pk_demo';
    document.head.append(script);
  }, `${server.url}/lumaleasing.js`);
  await new Widget(page).openCalendar();
});

test('W13: where storage is forbidden, a tour is booked all the same', async ({ page, stack }) => {
  const { api, sandbox, server, site } = stack;
  const person = newPerson();
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      });
  });
  const heard = await complaints(page);
  await page.goto(site.put('/blocked', embedPage({ server: server.url })));
  await new Widget(page).book(await api.freeTime(), person);
  await tourEvent(sandbox, person.email);
  expect(heard).toEqual([]);
});

test('W13: a site that swaps its whole body keeps the launcher', async ({ page, widget }) => {
  await expect(widget.launcher).toBeVisible();
  await page.evaluate(() => {
    const body = document.createElement('body');
    body.append('Another page');
    document.body.replaceWith(body);
  });
  await expect(widget.launcher).toBeVisible();
  await widget.openCalendar();
});
