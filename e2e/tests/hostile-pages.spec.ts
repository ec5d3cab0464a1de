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

/** What scripts of old and careless pages do to what the widget also uses. Each is the first script of its page. */
const hostileScripts = {
  'Prototype.js 1.6': `
    function inspect(value) {
      return Array.isArray(value) ? value.toJSON() : JSON.stringify(value);
    }
    Array.prototype.toJSON = function () { return '[' + this.map(inspect).join(', ') + ']'; };
    String.prototype.toJSON = function () { return '"' + this + '"'; };
    Date.prototype.toJSON = function () { return '"' + this.getTime() + '"'; };
    Array.prototype.reduce = function () { return this.length > 1 ? this : this[0]; };
    Array.prototype.find = function (iterator) {
      for (var i = 0; i < this.length; i++) if (iterator(this[i], i)) return this[i];
    };
    Array.prototype.entries = Array.prototype.toArray = function () { return this.slice(); };
    Array.prototype.flatten = function () { return this; };
    Array.from = function (items) { return items ? [].slice.call(items) : []; };
    Object.keys = function (object) { var all = []; for (var name in object) all.push(name); return all; };
    Object.values = function (object) { var all = []; for (var name in object) all.push(object[name]); return all; };
    Element.prototype.remove = function () { this.parentNode.removeChild(this); return this; };
    Element.prototype.show = Element.prototype.hide = function () { this.style.display = ''; return this; };`,
  'MooTools 1.2': `
    Function.prototype.bind = function (self, args) {
      var original = this;
      return function () { return original.apply(self, args == null ? arguments : [].concat(args)); };
    };
    Element.prototype.clone = Element.prototype.empty = Element.prototype.set = function () { return this; };
    window.Event = function (event) { return event; };
    window.Request = window.Hash = function () {};
    Array.prototype.append = Array.prototype.each = Array.prototype.contains = function () { return this; };`,
  'properties on every prototype': `
    [Object, Array, String, Function, Element, Promise].forEach(function (one) {
      one.prototype.ours = function () { throw new Error('called'); };
    });`,
  'an old Promise': `
    var Native = Promise;
    window.Promise = function (executor) {
      var inner = new Native(executor);
      this.then = function (done, failed) {
        return new Promise(function (resolve, reject) { inner.then(done, failed).then(resolve, reject); });
      };
      this['catch'] = function (failed) { return this.then(undefined, failed); };
    };
    ['all', 'race', 'resolve', 'reject'].forEach(function (name) {
      Promise[name] = function (value) {
        return new Promise(function (resolve, reject) { Native[name](value).then(resolve, reject); });
      };
    });`,
  'a fetch that reports to an analyst': `
    var before = window.fetch;
    window.fetch = function (input, init) {
      return before.call(window, input, init).then(function (answer) { answer.clone(); return answer; });
    };`,
  'a fetch that adds a header of its own': `
    var before = window.fetch;
    window.fetch = function (input, init) {
      var headers = Object.assign({ 'X-CSRF-Token': 'x' }, init && init.headers);
      return before.call(window, input, Object.assign({}, init, { headers: headers }));
    };`,
  'no fetch': 'window.fetch = undefined;',
};

for (const [name, script] of Object.entries(hostileScripts))
  test(`W13: a page with ${name} books a tour, and remembers it`, async ({ page, stack }) => {
    const { api, sandbox, server, site } = stack;
    const person = newPerson();
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    const tag = `<script>${script}</script><script async src="${server.url}/lumaleasing.js" data-key="pk_demo"></script>`;
    await page.goto(site.put('/old', plainPage(tag)));
    const widget = new Widget(page);
    await widget.book(await api.freeTime(), person);
    const event = await tourEvent(sandbox, person.email);
    expect(event.description).toContain(person.specialRequests);
    await page.reload();
    await widget.launcher.click();
    await expect(widget.tour.getByRole('button', { name: 'Change' })).toBeVisible();
    expect(errors).toEqual([]);
  });

test('W13: a page whose <base> is elsewhere, or that writes its tag while it is parsed', async ({
  page,
  stack,
}) => {
  const { server, site } = stack;
  const tag = `<script src="${server.url}/lumaleasing.js" data-key="pk_demo"></script>`;
  for (const head of [
    `<base href="https://elsewhere.example/deep/">${tag}`,
    `<script>document.write(${JSON.stringify(tag).replaceAll('</', '<\\/')})</script>`,
  ]) {
    await page.goto(site.put('/odd', plainPage(head)));
    await new Widget(page).openCalendar();
  }
});

test('W13: in a sandboxed frame that keeps its origin', async ({ page, stack }) => {
  const { server, site } = stack;
  const framed = site.put('/framed', embedPage({ server: server.url }));
  const frame = `<iframe width="600" height="800" sandbox="allow-scripts allow-same-origin allow-forms" src="${framed}"></iframe>`;
  await page.goto(site.put('/frame', plainPage('', frame)));
  const inside = page.frameLocator('iframe').locator('luma-leasing');
  await inside.getByRole('button', { name: 'Book a tour' }).click();
  await inside.getByRole('button', { name: 'Schedule a tour' }).click();
  await expect(inside.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
});

test('W13 W15: until a visitor shows interest, one file is asked for', async ({ page, stack }) => {
  const { server, site } = stack;
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(server.url)) asked.push(request.url());
  });
  await page.goto(site.put('/quiet', embedPage({ server: server.url })), {
    waitUntil: 'networkidle',
  });
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  expect(asked).toEqual([`${server.url}/lumaleasing.js`]);
  // A hint like preconnect or prefetch would be no request of the page's.
  await expect(page.locator('link')).toHaveCount(0);
  await widget.launcher.hover();
  await expect(page.locator('link[rel=modulepreload]')).toHaveCount(1);
});
