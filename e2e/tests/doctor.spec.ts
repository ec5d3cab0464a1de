import { expectNoViolation } from '../lib/axe.ts';
import { Doctor } from '../lib/doctor.ts';
import { expect, test } from '../lib/fixtures.ts';
import { complaints } from '../lib/listen.ts';
import { embedPage, example, plainPage } from '../lib/pages.ts';
import { Widget } from '../lib/widget.ts';

// axe cannot judge colours during a transition.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('W14: on a healthy page the doctor has nothing to say, and the widget works beside it', async ({
  page,
  stack,
}) => {
  const { server, site } = stack;
  const heard = await complaints(page);
  const doctor = await Doctor.open(page, site.put('/well', embedPage({ server: server.url })));
  await expect(doctor.title('Everything is well')).toBeVisible();
  expect(await doctor.wrong()).toEqual([]);
  for (const code of [
    'SERVER_ANSWERS',
    'VERSIONS_FIT',
    'CLOCK_RIGHT',
    'WIDGET_VISIBLE',
    'TIMES_OFFERED',
  ])
    await expect(doctor.finding(code)).toBeVisible();
  await expect(doctor.panel).toBeFocused();
  await expectNoViolation(page, 'a healthy page');
  await new Widget(page).openCalendar();
  expect(heard).toEqual([]);
});

test('W14: a page without the parameter asks for no doctor', async ({ page, stack }) => {
  const { server, site } = stack;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(site.put('/plain', embedPage({ server: server.url })));
  const widget = new Widget(page);
  await widget.openCalendar();
  await page.goto(`${site.put('/other', embedPage({ server: server.url }))}?luma-doctor=0`);
  await widget.openCalendar();
  expect(asked.filter((path) => path.endsWith('/widget/define.js'))).not.toEqual([]);
  expect(asked.filter((path) => /doctor|say/.test(path))).toEqual([]);
  await Doctor.open(page, site.put('/with', embedPage({ server: server.url })));
  expect(asked.filter((path) => path.endsWith('/widget/doctor.js'))).toHaveLength(1);
});

test('W14: it names a wrong key, an unknown attribute and an invalid value, and goes away by Escape', async ({
  page,
  stack,
}) => {
  const { server, site } = stack;
  const attributes = 'data-colour="#1d4ed8" data-theme="night"';
  const html = embedPage({ server: server.url, key: 'pk_unknown', attributes });
  const doctor = await Doctor.open(page, site.put('/wrong', html));
  await expect(doctor.title('3 things to fix')).toBeVisible();
  expect(new Set(await doctor.wrong())).toEqual(
    new Set(['INVALID_API_KEY', 'UNKNOWN_ATTRIBUTE', 'INVALID_ATTRIBUTE']),
  );
  await expect(doctor.finding('UNKNOWN_ATTRIBUTE')).toContainText('data-color="#1d4ed8"');
  await expectNoViolation(page, 'a wrong key');
  await page.keyboard.press('Escape');
  await expect(doctor.panel).toBeHidden();
});

test('W14 P2: it names the origin that the key lacks, with the command that works', async ({
  page,
  context,
  stack,
}) => {
  const { server, site } = stack;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const put = (origin: string) =>
    fetch(`${server.url}/api/admin/properties/maple-court/keys/elsewhere`, {
      method: 'PUT',
      headers: {
        Authorization: `Bearer ${server.adminSecret}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ allowedOrigins: [origin] }),
    }).then((answer) => answer.json() as Promise<{ key: string }>);
  const { key } = await put('https://elsewhere.example');
  const html = embedPage({ server: server.url, key });
  const doctor = await Doctor.open(page, site.put('/elsewhere', html));
  expect(await doctor.wrong()).toEqual(['ORIGIN_NOT_ALLOWED']);
  const line = `pnpm admin key PROPERTY NAME --origin ${site.origin}`;
  await expect(doctor.finding('ORIGIN_NOT_ALLOWED').getByText(line)).toBeVisible();
  await doctor.finding('ORIGIN_NOT_ALLOWED').getByRole('button', { name: 'Copy' }).click();
  await expect(doctor.panel.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(line);
  await put(site.origin);
  await expect(async () => {
    await doctor.panel.getByRole('button', { name: 'Check again' }).click();
    await doctor.done();
    expect(await doctor.wrong()).toEqual([]);
  }).toPass();
});

test('W14: under a policy that forbids the widget, it shows, and its lines make the widget work', async ({
  page,
  stack,
}) => {
  const { server, site } = stack;
  const page1 = (policy: string) =>
    plainPage(
      `<meta http-equiv="Content-Security-Policy" content="${policy}">
      <script async src="${server.url}/lumaleasing.js" data-key="pk_demo"></script>`,
    );
  const before = `script-src 'unsafe-inline' ${server.url}; style-src 'none'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types default`;
  const doctor = await Doctor.open(page, site.put('/policy', page1(before)));
  const found = ['CSP_CONNECT_BLOCKED', 'CSP_TRUSTED_TYPES'] as const;
  expect(await doctor.wrong()).toEqual([...found]);
  await expectNoViolation(page, 'a strict policy');
  let mended = before;
  for (const code of found) {
    const line = await doctor.finding(code).locator('.line code').innerText();
    const [name = ''] = line.split(' ');
    mended = mended.replace(new RegExp(`${name} [^;]*`), line);
  }
  const after = await Doctor.open(page, site.put('/mended', page1(mended)));
  expect(await after.wrong()).toEqual([]);
  await new Widget(page).openCalendar();
});

test('W14: it works under the strictest policy of our examples', async ({ page, stack }) => {
  const { server, site } = stack;
  const heard = await complaints(page);
  const html = example('strict-csp.html', server.url);
  const doctor = await Doctor.open(page, site.put('/strict', html));
  await expect(doctor.title('Everything is well')).toBeVisible();
  expect(heard).toEqual([]);
});

test('W14: it works for a script tag without a key, and for an element with a name of its own for the key', async ({
  page,
  stack,
}) => {
  const { server, site } = stack;
  const tag = `<script async src="${server.url}/lumaleasing.js" data-api-key="pk_demo"></script>`;
  const keyless = await Doctor.open(page, site.put('/keyless', plainPage(tag)));
  expect(await keyless.wrong()).toEqual(['MISSING_API_KEY', 'UNKNOWN_ATTRIBUTE']);
  await expect(keyless.finding('UNKNOWN_ATTRIBUTE')).toContainText('data-key="pk_demo"');
  const element = `<script type="module" src="${server.url}/widget/define.js"></script>
    <luma-leasing data-key="pk_demo" mode="inline"></luma-leasing>`;
  const doctor = await Doctor.open(page, site.put('/element', plainPage('', element)));
  expect(await doctor.wrong()).toEqual(['MISSING_API_KEY', 'UNKNOWN_ATTRIBUTE']);
  await expect(doctor.finding('UNKNOWN_ATTRIBUTE')).toContainText('api-key="pk_demo"');
});

test('W14: a clock that is wrong, blocked storage and a second script are notes', async ({
  page,
  stack,
}) => {
  const { server, site } = stack;
  await page.addInitScript(() => {
    const { now } = Date;
    Date.now = () => now() + 600_000;
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
  });
  const again = `<script async src="${server.url}/lumaleasing.js" data-key="pk_demo"></script>`;
  const html = embedPage({ server: server.url, head: again });
  const doctor = await Doctor.open(page, site.put('/notes', html));
  expect(await doctor.wrong()).toEqual(['LOADED_TWICE', 'STORAGE_BLOCKED', 'CLOCK_SKEW']);
  await expect(doctor.finding('CLOCK_SKEW')).toContainText('10 minutes ahead of');
  await expectNoViolation(page, 'notes');
});

const burials = [
  [
    'LAUNCHER_HIDDEN',
    'luma-leasing { display: none !important; }',
    'luma-leasing has display: none',
  ],
  ['LAUNCHER_HIDDEN', 'body { opacity: 0; }', 'body has opacity: 0'],
  ['LAUNCHER_MOVED', 'body { transform: translateX(0); min-height: 300vh; }', 'body has transform'],
  ['LAUNCHER_OFF_SCREEN', 'luma-leasing { --luma-offset-x: -400px; }', 'outside of the window'],
  ['LAUNCHER_COVERED', 'main { position: fixed; inset: 0; z-index: 2147483647; }', 'main'],
  ['LOW_CONTRAST', 'luma-leasing { --luma-accent: gold; --luma-on-accent: white; }', 'is 1.4'],
  ['INVALID_TOKEN', 'luma-leasing { --luma-accent: goldish; }', 'goldish'],
] as const;

for (const [code, css, words] of burials)
  test(`W14: it names what the page does to the launcher: ${css}`, async ({ page, stack }) => {
    const { server, site } = stack;
    const html = embedPage({ server: server.url, head: `<style>${css}</style>` });
    const doctor = await Doctor.open(page, site.put('/buried', html));
    expect(await doctor.wrong()).toContain(code);
    await expect(doctor.finding(code).first()).toContainText(words);
    await expect(doctor.panel).toBeVisible();
  });

test('W14: it works where the server is gone after the script has come', async ({
  page,
  stack,
}) => {
  const { server, site } = stack;
  await page.route('**/api/lumaleasing/**', (route) => route.abort());
  await page.route('**/healthz', (route) => route.abort());
  await page.route('**/widget/define.js', (route) => route.abort());
  const doctor = await Doctor.open(page, site.put('/gone', embedPage({ server: server.url })));
  expect(new Set(await doctor.wrong())).toEqual(new Set(['UNREACHABLE', 'WIDGET_NOT_LOADED']));
});

test.describe('on a phone, in the dark', () => {
  test.use({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    colorScheme: 'dark',
  });
  test('W14: it is readable, and the launcher behind it is not called covered', async ({
    page,
    stack,
  }) => {
    const { server, site } = stack;
    const html = embedPage({ server: server.url, key: 'pk_unknown' });
    const doctor = await Doctor.open(page, site.put('/phone', html));
    expect(await doctor.wrong()).toEqual(['INVALID_API_KEY']);
    await expectNoViolation(page, 'a phone');
    const box = await doctor.panel.boundingBox();
    expect(box?.width).toBe(390);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(844);
  });
});
