import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { root } from '../../scripts/process.ts';
import { expect, test as base } from '../lib/fixtures.ts';
import { complaints } from '../lib/listen.ts';
import { newPerson } from '../lib/people.ts';
import type { Stack } from '../lib/stack.ts';
import { Widget } from '../lib/widget.ts';
import { Copies } from './copies.ts';
import { serveFolder, serveRendered } from './serve.ts';

const test = base.extend<object, { copies: Copies }>({
  copies: [
    async ({ stack }, use) => {
      const copies = new Copies();
      try {
        await copies.install(stack.server.url);
        await use(copies);
      } finally {
        copies.remove();
      }
    },
    { scope: 'worker' },
  ],
});

/** Opens the calendar from the page's own button, and books. The page must complain of nothing. */
async function bookFromButton(page: Page, url: string, { api }: Stack): Promise<void> {
  const heard = await complaints(page);
  await page.goto(url);
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await page.getByRole('button', { name: 'Come and visit' }).click();
  await widget.pick(await api.freeTime());
  await widget.fill(newPerson());
  await widget.confirm.click();
  await expect(widget.done).toBeVisible();
  expect(heard).toEqual([]);
}

for (const app of ['vite', 'react', 'vue', 'svelte', 'server-rendered']) {
  test(`W2: examples/${app} is built with the packed widget, and books a tour`, async ({
    copies,
    page,
    stack,
  }) => {
    await copies.run(app, 'build');
    const folder = join(copies.folder, app);
    const served = await (app === 'server-rendered'
      ? serveRendered(folder)
      : serveFolder(join(folder, 'dist')));
    try {
      await bookFromButton(page, served.url, stack);
      await expect(page.getByText(/^See you on \w+day, /)).toBeVisible();
    } finally {
      await served.stop();
    }
  });
}

test('W2: the page in the package’s README books a tour', async ({ copies, page, stack }) => {
  const readme = readFileSync(`${root}packages/widget/README.md`, 'utf8');
  const [html = ''] = /<!doctype html>[^]*?<\/html>/.exec(readme) ?? [];
  copies.write('vite', 'index.html', html.replace('http://localhost:3000', stack.server.url));
  await copies.run('vite', 'build');
  const served = await serveFolder(join(copies.folder, 'vite/dist'));
  try {
    await bookFromButton(page, served.url, stack);
    await expect(page.getByText(/^Booked: \d/)).toBeVisible();
  } finally {
    await served.stop();
  }
});

for (const app of ['vite', 'server-rendered', 'react-18']) {
  test(`W2: ${app} passes its type check`, async ({ copies }) => {
    await copies.run(app, 'check');
  });
}

for (const [app, ending] of Object.entries({ react: 'tsx', vue: 'vue', svelte: 'svelte' })) {
  test(`W2: in ${app}, the type check accepts the example, and finds a wrong mode`, async ({
    copies,
  }) => {
    const wrong = 'api-key="pk_demo" mode="popup"';
    const example = copies.read(app, `src/App.${ending}`);
    expect(example).toContain('api-key="pk_demo"');
    copies.write(app, `src/Wrong.${ending}`, example.replace('api-key="pk_demo"', wrong));
    const said = await copies.run(app, 'check').catch(String);
    const errors = said.match(/error TS\d+: .*|^Error: Type.*/gm);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toContain('"popup"');
    expect(said).toContain(`src/Wrong.${ending}`);
  });
}

test('W2: a page rendered by a server has the tag and its content, without scripts', async ({
  browser,
  copies,
}) => {
  await copies.run('server-rendered', 'build');
  const served = await serveRendered(join(copies.folder, 'server-rendered'));
  const context = await browser.newContext({ javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await page.goto(served.url);
    const link = page.locator('luma-leasing').getByRole('link', { name: 'Book a tour' });
    await expect(link).toBeVisible();
  } finally {
    await context.close();
    await served.stop();
  }
});
