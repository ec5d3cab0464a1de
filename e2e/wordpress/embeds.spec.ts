import type { Locator, Page } from '@playwright/test';
import { newPerson } from '../lib/people.ts';
import { tourEvent } from '../lib/calendar.ts';
import { complaints } from '../lib/listen.ts';
import { Widget } from '../lib/widget.ts';
import { expect, setUp, test } from './lib/fixtures.ts';

const block = (attributes: object) =>
  `<!-- wp:luma-leasing/tours ${JSON.stringify(attributes)} /-->`;
const attributesOf = (element: Locator) =>
  element.evaluate((node) =>
    Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value])),
  );
const sourceOf = async (page: Page, address: string) => (await page.request.get(address)).text();

// Places are measured without animations.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

for (const theme of ['twentytwentyfive', 'twentytwentyone'] as const) {
  test(`W16: shortcode and block in ${theme}`, async ({ page, site, stack }) => {
    site.useTheme(theme);
    setUp(site, stack.server.url);
    const heard = await complaints(page);
    const both = site.write({
      title: 'Visit us',
      content: `<p>Before.</p>\n[luma_leasing mode="floating" color="#7a3b2e" label="See it"]\n\n${block({ theme: 'dark' })}<p>After.</p>`,
    });
    await page.goto(both.address);
    const panel = page.locator('luma-leasing[mode="inline"]');
    const floating = page.locator('luma-leasing:not([mode="inline"])');
    await expect(floating.getByRole('button', { name: 'See it' })).toBeVisible();
    await expect(panel.getByRole('region', { name: /chat and tours/i })).toBeVisible();
    expect(await attributesOf(panel)).toMatchObject({ theme: 'dark', locale: 'en-US' });
    expect(await attributesOf(floating)).toMatchObject({ color: '#7a3b2e', theme: 'auto' });
    // It stands where it was written.
    const [before, host, after] = await Promise.all(
      [page.getByText('Before.'), panel, page.getByText('After.')].map((one) => one.boundingBox()),
    );
    expect(host!.y).toBeGreaterThan(before!.y);
    expect(after!.y).toBeGreaterThanOrEqual(host!.y + host!.height);
    expect(host!.height).toBeGreaterThan(400);
    expect(heard).toEqual([]);
    expect(site.complaints()).toEqual([]);
  });
}

test('W16: the launcher of the site, on the pages that were chosen', async ({
  page,
  site,
  stack,
}) => {
  site.useTheme('twentytwentyfive');
  const chosen = site.write({ title: 'Floor plans', content: 'Chosen.' });
  const other = site.write({ title: 'Our team', content: 'Not chosen.' });
  const own = site.write({ title: 'Its own', content: '[luma_leasing label="Its own"]' });
  const panel = site.write({ title: 'A panel', content: '[luma_leasing mode="inline"]' });
  const shows = async (address: string) =>
    (await sourceOf(page, address)).split('lumaleasing.js"').length - 1;
  const seen = async (show: string) => {
    setUp(site, stack.server.url, `'show' => '${show}', 'pages' => array( ${chosen.id} )`);
    return Promise.all([site, chosen, other, own, panel].map(({ address }) => shows(address)));
  };
  // A page with a widget of its own never gets a second one.
  expect(await seen('nowhere')).toEqual([0, 0, 0, 1, 0]);
  expect(await seen('everywhere')).toEqual([1, 1, 1, 1, 0]);
  expect(await seen('front')).toEqual([1, 0, 0, 1, 0]);
  expect(await seen('only')).toEqual([0, 1, 0, 1, 0]);
  expect(await seen('except')).toEqual([1, 0, 1, 1, 0]);
});

test('W16: side, distances, colour and words of the settings reach the page', async ({
  page,
  site,
  stack,
}) => {
  site.useTheme('twentytwentyone');
  setUp(
    site,
    stack.server.url,
    `'show' => 'everywhere', 'side' => 'left', 'offset_x' => 32, 'offset_y' => 48, 'color' => '#0b6e4f', 'label' => 'Besuch & mehr'`,
  );
  await page.goto(site.address);
  const { root, panel } = new Widget(page);
  const launcher = root.getByRole('button', { name: 'Besuch & mehr' });
  const box = (await launcher.boundingBox())!;
  expect(box.x).toBe(32);
  expect(box.y + box.height).toBe(860 - 48);
  expect(await attributesOf(root)).toMatchObject({ color: '#0b6e4f' });
  await launcher.click();
  await expect(panel).toBeVisible();
  expect((await panel.boundingBox())!.x).toBe(32);
  await page.setViewportSize({ width: 390, height: 844 });
  // On a phone the panel takes the whole screen.
  expect(await panel.boundingBox()).toMatchObject({ x: 0, y: 0, width: 390, height: 844 });
});

test('W16: a booking from the launcher of the site', async ({ page, site, stack }) => {
  site.useTheme('twentytwentyfive');
  setUp(site, stack.server.url, `'show' => 'everywhere'`);
  await page.goto(site.address);
  const widget = new Widget(page);
  const person = newPerson();
  await widget.book(await stack.api.freeTime(), person);
  await tourEvent(stack.sandbox, person.email);
});

const hostile = [
  '"><script>alert(1)</script>',
  `'><img src=x onerror=alert(1)>`,
  'javascript:alert(1)',
  '" onload="alert(1)',
  `' onfocus='alert(1)' autofocus='`,
  '&quot; onmouseover=&quot;alert(1)',
  '&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;',
  '„“”«»‘’ onclick=alert(1)',
  '</noscript></style></luma-leasing><svg onload=alert(1)>',
  'x\\" onload=alert(1) \\',
];

test('W16: an author’s hostile attributes stay inert', async ({ page, site, stack }) => {
  site.useTheme('twentytwentyfive');
  setUp(site, stack.server.url);
  const names = [
    'mode',
    'locale',
    'theme',
    'color',
    'label',
    'open',
    'key',
    'server',
    'api-base',
    'src',
    'onload',
    'style',
  ];
  const shortcodes = hostile.flatMap((text) =>
    ['inline', 'floating'].flatMap((mode) =>
      // Each kind of quotes that the text leaves open, and none.
      ['"', "'", ''].map((quote) => {
        const given = names.map((name) => `${name}=${quote}${text}${quote}`).join(' ');
        return `[luma_leasing ${given} mode=${mode}]\n\n[luma_leasing mode=${mode} label=${quote}${text}${quote}]`;
      }),
    ),
  );
  const blocks = hostile.flatMap((text) =>
    ['inline', 'floating'].map((mode) =>
      block({ mode, locale: text, theme: text, color: text, label: text, key: text, server: text }),
    ),
  );
  const post = site.write({
    title: 'By an author',
    content: [...shortcodes, ...blocks].join('\n\n'),
    author: 'author',
  });
  const alerts: string[] = [];
  page.on('dialog', (dialog) => {
    alerts.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(post.address);
  await expect(page.locator('luma-leasing').first()).toBeAttached();
  // What the page has of ours: known attributes alone, and no server but the one in the settings.
  const found = await page.evaluate(() => {
    const ours = [...document.querySelectorAll('luma-leasing, script[src*="lumaleasing"]')];
    const inPage = [...document.querySelectorAll('main *, article *')];
    const isHandler = ({ name }: Attr) => name.startsWith('on');
    return {
      count: ours.length,
      names: [...new Set(ours.flatMap((one) => one.getAttributeNames()))],
      servers: [
        ...new Set(ours.map((one) => one.getAttribute('api-base') ?? one.getAttribute('src'))),
      ],
      keys: [
        ...new Set(ours.map((one) => one.getAttribute('api-key') ?? one.getAttribute('data-key'))),
      ],
      handlers: inPage
        .filter((one) => [...one.attributes].some(isHandler))
        .map((one) => one.outerHTML),
      scripts: inPage.filter((one) => one.matches('script:not([src])')).map((one) => one.outerHTML),
      pictures: inPage.filter((one) => one.matches('img[src=x], svg[onload]')).length,
      links: [...document.querySelectorAll('a[href^="javascript"]')].length,
    };
  });
  expect(found.count).toBeGreaterThan(40);
  expect(new Set(found.servers)).toEqual(
    new Set([stack.server.url, `${stack.server.url}/lumaleasing.js`]),
  );
  expect(found.keys).toEqual(['pk_demo']);
  // The launcher hands `open` on to the element.
  const allowed = new Set(
    `api-key api-base mode locale theme color open strings
     id async src data-key data-api-base data-locale data-theme data-label data-strings data-open data-luma-seen type
     data-no-optimize data-no-defer data-no-minify nowprocket data-noptimize data-cfasync
     data-wpfc-render data-jetpack-boost data-pagespeed-no-defer nitro-exclude`.split(/\s+/),
  );
  expect(found.names.filter((name) => !allowed.has(name))).toEqual([]);
  expect(found).toMatchObject({ handlers: [], scripts: [], pictures: 0, links: 0 });
  expect(alerts).toEqual([]);
});

test('W16: a page that was saved as HTML works later, from elsewhere', async ({
  page,
  site,
  stack,
}) => {
  site.useTheme('twentytwentyone');
  setUp(site, stack.server.url, `'show' => 'everywhere'`);
  const { address } = site.write({
    title: 'Kept',
    content: `[luma_leasing mode="inline"][luma_leasing]`,
  });
  const kept = await sourceOf(page, address);
  // The cache of a CDN: another host, another path, and WordPress asked for nothing but files.
  const copy = stack.site.put('/kept/copy.html', kept);
  await page.goto(copy);
  const inFlow = page.locator('luma-leasing[mode="inline"]');
  await inFlow.getByRole('button', { name: 'Schedule a tour' }).click();
  await expect(inFlow.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
  await page
    .locator('luma-leasing:not([mode="inline"])')
    .getByRole('button', { name: 'Book a tour' })
    .click();
  await expect(page.getByRole('dialog', { name: /chat and tours/i })).toBeVisible();
  expect(kept).not.toMatch(/nonce|_wp_http_referer/);
});

/** What plugins that delay scripts do, to scripts that they do not know. */
function delayed(html: string): string {
  let scripts = '';
  const rest = html.replaceAll(
    /<script\b([^>]*)>(.*?)<\/script>/gs,
    (whole, attributes: string, body: string) => {
      if (!/\bsrc=/.test(attributes) || /type="(module|importmap|application)/.test(attributes))
        return whole;
      const held = attributes
        .replace(/\stype=(["']).*?\1/, '')
        .replace(/\ssrc=/, ' data-held-src=')
        .replace(/\s(async|defer)\b(="\w*")?/g, '');
      scripts += `<script type="text/held"${held}>${body}</script>`;
      return '';
    },
  );
  const release = `<script>
    addEventListener('pointermove', async () => {
      for (const held of document.querySelectorAll('script[type="text/held"]')) {
        const script = document.createElement('script');
        for (const { name, value } of held.attributes)
          if (name !== 'type') script.setAttribute(name.replace('data-held-src', 'src'), value);
        const ready = new Promise((resolve) => { script.onload = script.onerror = resolve; });
        held.replaceWith(script);
        await ready;
      }
    }, { once: true });
  </script>`;
  return rest.replace('</body>', () => `${scripts}${release}</body>`);
}

test('W16: an optimiser that moves scripts and runs them at the first touch', async ({
  page,
  site,
  stack,
}) => {
  site.useTheme('twentytwentyfive');
  setUp(site, stack.server.url, `'show' => 'everywhere'`);
  const { address } = site.write({
    title: 'Held back',
    content: `<p>Before.</p>[luma_leasing mode="inline"]<p>After.</p>[luma_leasing]`,
  });
  const source = await sourceOf(page, address);
  const held = delayed(source);
  expect(held).toMatch(/type="text\/held"[^>]*data-held-src="[^"]*lumaleasing\.js"/);
  expect(held).toMatch(/type="text\/held"[^>]*data-held-src="[^"]*inline\.js/);
  await page.goto(stack.site.put('/held.html', held));
  const panel = page.locator('luma-leasing[mode="inline"]');
  await expect(panel.getByRole('link', { name: 'Schedule a tour' })).toBeVisible();
  await expect(page.locator('luma-leasing')).toHaveCount(1);
  await page.mouse.move(200, 200);
  await page.mouse.move(220, 220);
  await expect(page.locator('luma-leasing')).toHaveCount(2);
  const region = panel.getByRole('region', { name: /chat and tours/i });
  await expect(region).toBeVisible();
  const [host, after] = await Promise.all([
    panel.boundingBox(),
    page.getByText('After.').boundingBox(),
  ]);
  expect(after!.y).toBeGreaterThanOrEqual(host!.y + host!.height);
  await page
    .locator('luma-leasing:not([mode="inline"])')
    .getByRole('button', { name: 'Book a tour' })
    .click();
  await expect(page.getByRole('dialog', { name: /chat and tours/i })).toBeVisible();
});

test('W16: the lists of the optimisers name our scripts', async ({ site, stack }) => {
  setUp(site, stack.server.url);
  const lists = site.ask<Record<string, string | string[]>>(`array(
    'rocket'      => apply_filters( 'rocket_delay_js_exclusions', array( 'theirs' ) ),
    'litespeed'   => apply_filters( 'litespeed_optm_js_defer_exc', array() ),
    'perfmatters' => apply_filters( 'perfmatters_delay_js_exclusions', null ),
    'autoptimize' => apply_filters( 'autoptimize_filter_js_exclude', 'theirs.js' ),
    'siteground'  => apply_filters( 'sgo_javascript_combine_excluded_external_paths', array( 'theirs' ) ),
    'handles'     => apply_filters( 'sgo_js_async_exclude', array() ),
  )`);
  const parts = ['/lumaleasing.js', 'luma-leasing/assets/inline.js'];
  expect(lists).toEqual({
    rocket: ['theirs', ...parts],
    litespeed: parts,
    perfmatters: parts,
    autoptimize: `theirs.js,${parts.join(',')}`,
    siteground: ['theirs', 'localhost'],
    handles: ['luma-leasing-inline'],
  });
});

test('W16: without JavaScript there is a link to the hosted page', async ({
  browser,
  site,
  stack,
}) => {
  site.useTheme('twentytwentyone');
  setUp(site, stack.server.url, `'show' => 'everywhere'`);
  const { address } = site.write({
    title: 'Plain',
    content: `[luma_leasing mode="inline" label="Come and see"][luma_leasing]`,
  });
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(address);
  await expect(page.getByRole('link', { name: 'Schedule a tour' })).toBeVisible();
  await page.getByRole('link', { name: 'Come and see' }).click();
  expect(page.url()).toBe(`${stack.server.url}/book/maple-court`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await context.close();
});

test('W16: the language of the page reaches the widget', async ({ page, site, stack }) => {
  site.useTheme('twentytwentyfive');
  setUp(site, stack.server.url, `'show' => 'everywhere'`);
  const { address } = site.write({
    title: 'Deux langues',
    content: `[luma_leasing mode="inline"][luma_leasing]`,
  });
  // WPML and Polylang choose the language of a request by this filter.
  site.run(`
    wp_mkdir_p( WPMU_PLUGIN_DIR );
    file_put_contents(
      WP_PLUGIN_DIR . '/luma-leasing/languages/luma-leasing-fr_CA.l10n.php',
      '<?php return array( "messages" => array( "Schedule a tour" => "Réserver une visite", "Book a tour" => "Visiter" ) );'
    );
    file_put_contents( WPMU_PLUGIN_DIR . '/languages.php', '<?php
      add_filter( "locale", static function ( $locale ) {
        return isset( $_GET["lang"] ) ? "fr_CA" : $locale;
      } );' );`);
  try {
    await page.goto(`${address}?lang=fr`);
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr-CA');
    for (const place of ['[mode="inline"]', ':not([mode="inline"])'])
      await expect(page.locator(`luma-leasing${place}`)).toHaveAttribute('locale', 'fr-CA');
    // So do the plugin's own words.
    const source = await sourceOf(page, `${address}?lang=fr`);
    expect(source).toContain('>Réserver une visite</a>');
    expect(source).toContain('data-label="Visiter"');
    await page.goto(address);
    await expect(page.locator('luma-leasing').first()).toHaveAttribute('locale', 'en-US');
    const asked = site.write({ title: 'Espagnol', content: '[luma_leasing locale="es_MX"]' });
    await page.goto(`${asked.address}?lang=fr`);
    await expect(page.locator('luma-leasing')).toHaveAttribute('locale', 'es-MX');
  } finally {
    site.run(`unlink( WPMU_PLUGIN_DIR . '/languages.php' );`);
  }
});

test('W16: settings are for those who may change them, with a nonce', async ({ page, site }) => {
  await site.signIn(page, 'author');
  const refused = await page.request.get(
    `${site.address}/wp-admin/options-general.php?page=luma-leasing`,
  );
  expect(refused.status()).toBe(403);
  const post = (form: Record<string, string>) =>
    page.request.post(`${site.address}/wp-admin/admin-post.php`, { form, maxRedirects: 0 });
  expect((await post({ action: 'luma_leasing_test' })).status()).toBe(403);
  await site.signIn(page);
  expect((await post({ action: 'luma_leasing_test' })).status()).toBe(403);
  const saved = await page.request.post(`${site.address}/wp-admin/options.php`, {
    form: {
      option_page: 'luma_leasing',
      action: 'update',
      'luma_leasing[server]': 'https://evil.example',
    },
    maxRedirects: 0,
  });
  expect(saved.status()).toBe(403);
  expect(site.ask(`luma_leasing_settings()['server']`)).not.toContain('evil');
});

test('W16: nothing on a page until it is set up, but a note to whoever can do it', async ({
  page,
  site,
  stack,
}) => {
  site.useTheme('twentytwentyfive');
  setUp(site, '', `'show' => 'everywhere'`);
  const { address } = site.write({ title: 'Early', content: '[luma_leasing mode="inline"]' });
  const note = page.getByText('LumaLeasing is not set up yet');
  await page.goto(address);
  await expect(page.getByRole('heading', { name: 'Early' })).toBeVisible();
  await expect(note).toHaveCount(0);
  expect(await page.content()).not.toMatch(/<luma-leasing|lumaleasing\.js/);
  await site.signIn(page);
  await page.goto(address);
  await expect(note).toBeVisible();
  await page.getByRole('link', { name: 'Set server address and key' }).click();
  await expect(page.getByLabel('Server address')).toBeVisible();
  setUp(site, stack.server.url);
});
