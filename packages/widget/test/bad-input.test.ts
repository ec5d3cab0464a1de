import { expect } from '@open-wc/testing';
import { elementTag, Framed } from './framed.ts';
import { config } from './fake-data.ts';
import { Harness } from './harness.ts';
import { until } from './until.ts';

const refusal = (code: string) => ({ success: false, error: { code, message: code } });
const help = 'Add ?luma-doctor=1 to this page’s address for help.';
const good = 'api-key="pk_maple" api-base="BASE" locale="en-US"';

afterEach(() => {
  Framed.closeAll();
  document.querySelectorAll('luma-leasing').forEach((element) => element.remove());
});

describe('an attribute that is unknown', () => {
  it('is said once, with the one that was meant, and the widget works', async () => {
    const twice = elementTag(`${good} colour="#123456" position="left" open`);
    const there = await Framed.open(twice + twice.replaceAll('pk_maple', 'pk_other'));
    await there.shows(/Schedule a tour/);
    await there.says(/position/);
    expect(there.heard).to.have.members([
      `[luma-leasing] UNKNOWN_ATTRIBUTE: The attribute colour means nothing to the widget. Write color instead. color="#123456" ${help}`,
      `[luma-leasing] UNUSED_ATTRIBUTE: The attribute position means nothing to the widget. Remove it, or look up in the documentation what you meant. ${help}`,
    ]);
  });

  for (const attribute of ['data-api-key="pk_maple"', 'apikey="pk_maple"', 'api_key="pk_maple"'])
    it(`is named when the key stands in it: ${attribute}`, async () => {
      const there = await Framed.open(elementTag(`${attribute} api-base="BASE"`));
      await there.says(/UNKNOWN_ATTRIBUTE.*Write api-key instead\. api-key="pk_maple"/);
    });

  it('costs a correct element no other file', async () => {
    const there = await Framed.open(
      elementTag(
        `${good} class="tours" id="luma" data-v-1a2b="" aria-label="Tours" tabindex="0" open`,
      ),
    );
    await there.shows(/Schedule a tour/);
    expect(there.loaded).to.deep.equal(['/built/widget/define.js']);
    expect(there.heard).to.deep.equal([]);
  });
});

describe('a key that the server does not know', () => {
  it('is said once, however many widgets are refused', async () => {
    const refused = { status: 401, body: refusal('INVALID_API_KEY') };
    const answers = { config: [refused, refused], availability: [refused, refused] };
    const two = elementTag(`${good} mode="inline"`) + elementTag(`${good} mode="inline"`);
    const there = await Framed.open(two, { answers });
    await until(
      () =>
        there.widgets.every((one) =>
          /isn’t available here/.test(one.shadowRoot?.textContent ?? ''),
        ),
      'both say that they are not available',
    );
    await there.says(/INVALID_API_KEY/);
    expect(there.heard).to.deep.equal([
      `[luma-leasing] INVALID_API_KEY: The server does not know this key: it is mistyped, or was revoked. Copy the key again from your LumaLeasing settings, and check that the address of the server is right. ${help}`,
    ]);
  });

  it('is said with the command that allows the page, where only that is missing', async () => {
    const refused = { status: 403, body: refusal('ORIGIN_NOT_ALLOWED') };
    const there = await Framed.open(elementTag(`${good} open`), { answers: { config: [refused] } });
    await there.says(/ORIGIN_NOT_ALLOWED/);
    expect(there.heard.join()).to.contain(
      `pnpm admin key PROPERTY NAME --origin ${location.origin}`,
    );
  });
});

describe('a newer server', () => {
  it('may add fields to each of its answers', async () => {
    const { success, property, tours, ...rest } = config();
    const newer = {
      success,
      ...rest,
      property: { ...property, stars: 5 },
      tours: { ...tours, types: [{ ...tours.types[0], online: { by: 'phone' } }] },
      promotions: [{ id: 1 }],
    };
    const widget = await Harness.make({ answers: { config: [{ body: newer }] } });
    await widget.toForm();
    widget.fillIn();
    await widget.press('Confirm tour');
    await widget.heading('Your tour is booked');
  });

  it('may refuse with a code of its own: what was typed stays, it is said once, and another try works', async () => {
    const refused = { status: 409, body: refusal('OF_TOMORROW') };
    const answers = { tours: [refused, refused] };
    const said = listen();
    const widget = await Harness.make({ answers });
    await widget.toForm();
    widget.fillIn();
    await widget.press('Confirm tour');
    const tries = async (n: number) =>
      until(async () => (await widget.asked('tours')).length === n, `not sent ${n} times`);
    await tries(1);
    await widget.press('Try again');
    await tries(2);
    await widget.says(/went wrong/);
    expect(widget.input('email').value).to.equal('ada@example.com');
    await widget.press('Try again');
    await widget.heading('Your tour is booked');
    await until(() => said().length > 0, 'nothing is said');
    expect(said().filter((line) => line.includes('OF_TOMORROW'))).to.deep.equal([
      `[luma-leasing] UNKNOWN_CODE: The server answered with a code that this widget (0.0.0-test) does not know: OF_TOMORROW. The visitor can try again. Update the widget: the server is newer. ${help}`,
    ]);
  });

  it('may refuse to say anything with such a code', async () => {
    const refused = { status: 400, body: refusal('OF_NEXT_YEAR') };
    const widget = await Harness.make({ answers: { availability: [refused] } });
    widget.element.startTour();
    await widget.says(/went wrong/);
    await widget.press('Try again');
    await widget.month();
  });

  it('may have kinds of tours that this widget has no words for', async () => {
    const { tours } = config();
    const types = [...tours.types, { id: 'by_drone', durationMinutes: 20 }];
    const said = listen();
    const widget = await Harness.make({ config: { tours: { types } } });
    widget.element.startTour();
    await widget.month();
    expect(widget.text).to.not.contain('by_drone');
    await until(() => said().length > 0, 'nothing is said');
    expect(said()).to.deep.equal([
      `[luma-leasing] NEWER_SERVER: The server (as its answers show) is newer than this widget (0.0.0-test). It works, but new features may be missing. Update the widget; with the script tag, reload without the cache. ${help}`,
    ]);
    await widget.toForm();
    widget.fillIn();
    await widget.press('Confirm tour');
    await widget.heading('Your tour is booked');
    expect(widget.text).to.not.contain('by_drone');
  });
});

describe('an older server', () => {
  const fields: [part: 'property' | 'brand' | 'consent' | 'tours', field: string][] = [
    ['property', 'directions'],
    ['property', 'whatToBring'],
    ['property', 'contact'],
    ['brand', 'palettes'],
    ['brand', 'greeting'],
    ['brand', 'assistantName'],
    ['consent', 'smsOffered'],
    ['consent', 'privacyUrl'],
    ['tours', 'types'],
  ];
  for (const [part, field] of fields)
    it(`may not have ${part}.${field} yet: a tour is booked all the same`, async () => {
      const older = config() as unknown as Record<string, Record<string, unknown>>;
      delete older[part]?.[field];
      await books(older);
    });

  it('is named once, when what it lacks is needed', async () => {
    const older: Record<string, unknown> = { ...config() };
    delete older['consent'];
    const answers = { config: [{ body: older }, { body: older }] };
    const there = await Framed.open(elementTag(`${good} mode="inline"`).repeat(2), { answers });
    await there.says(/OLDER_SERVER/);
    expect(there.heard).to.have.length(1);
    expect(there.heard[0]).to.match(
      /OLDER_SERVER: The server .* is older than .* Ask the server’s operator to update it/,
    );
  });

  it('may not have a whole part of the config', async () => {
    const older: Record<string, unknown> = { ...config() };
    delete older['consent'];
    delete older['brand'];
    await books(older);
  });
});

/** Books a tour with this config, without an error in the console. */
async function books(body: object): Promise<void> {
  const said = listen();
  const widget = await Harness.make({ answers: { config: [{ body }] } });
  await widget.toForm();
  widget.type('firstName', 'Ada');
  widget.type('email', 'ada@example.com');
  widget.all('#privacy')[0]?.click();
  await widget.press('Confirm tour');
  await widget.heading('Your tour is booked');
  expect(said().filter((line) => !line.includes(' OLDER_SERVER: '))).to.deep.equal([]);
}

describe('an element that is removed while a tour is being booked', () => {
  const sent = async () => {
    const widget = await Harness.make({ answers: { tours: [{ held: true }] } });
    await widget.toForm();
    widget.fillIn();
    await widget.press('Confirm tour');
    await until(async () => (await widget.asked('tours')).length === 1, 'not sent');
    return widget;
  };

  it('has the tour when it comes back, sent once, without an error', async () => {
    const said = listen();
    const widget = await sent();
    const { parentElement } = widget.element;
    widget.element.remove();
    await widget.release();
    const booked = () => localStorage.getItem(`luma:tour:${widget.element.apiKey}`);
    await until(booked, 'the answer was not heard');
    parentElement?.append(widget.element);
    await widget.heading('Your tour is booked');
    expect(await widget.asked('tours')).to.have.length(1);
    expect(said()).to.deep.equal([]);
  });

  it('leaves no listener and no stored request behind', async () => {
    const listeners = countListeners();
    const widget = await sent();
    expect(listeners.count()).to.be.greaterThan(0);
    widget.element.remove();
    await widget.release();
    const booked = () => localStorage.getItem(`luma:tour:${widget.element.apiKey}`);
    await until(booked, 'the answer was not heard');
    expect(listeners.count()).to.equal(0);
    expect(sessionStorage.getItem(`luma:pending:${widget.element.apiKey}`)).to.equal(null);
    listeners.stop();
  });
});

describe('two versions at once', () => {
  const older = (body = '') =>
    `<script>customElements.define('luma-leasing', class extends HTMLElement { ${body} })</script>`;

  it('are said once, and the first one stays', async () => {
    const there = await Framed.open(
      older("static version = '0.0.1'; get old() { return true }") +
        elementTag(good) +
        elementTag(good).replace('define.js', 'define.js?again'),
    );
    await there.says(/TWO_VERSIONS/);
    expect(there.heard).to.have.length(1);
    expect(there.heard[0]).to.match(
      /^\[luma-leasing\] TWO_VERSIONS: Two versions of the widget are on this page: 0\.0\.1 works, \d+\.\d+\.\d+\S* came later and does nothing\. Keep one: load the widget either with the script tag or from npm, and update it\. Add/,
    );
    expect(there.widgets[0]).to.have.property('old', true);
  });

  it('are said of one so old that it does not know its version', async () => {
    const there = await Framed.open(older() + elementTag(good));
    await there.says(/an older one works/);
  });

  it('are one version where the same is loaded twice', async () => {
    const there = await Framed.open(
      elementTag(`${good} open`) + elementTag(good).replace('define.js', 'define.js?again'),
    );
    await there.shows(/Schedule a tour/);
    await until(() => there.loaded.length === 2, 'not loaded twice');
    expect(there.heard).to.deep.equal([]);
  });
});

/** What this page's console and its errors say from now on, until the test ends. */
function listen(): () => string[] {
  const heard: string[] = [];
  const { error, warn } = console;
  console.error = console.warn = (...said: unknown[]) =>
    heard.push(said.filter((one) => typeof one === 'string').join(' '));
  const onError = ({ reason }: PromiseRejectionEvent) => heard.push(String(reason));
  addEventListener('unhandledrejection', onError);
  endings.push(() => {
    Object.assign(console, { error, warn });
    removeEventListener('unhandledrejection', onError);
  });
  return () => heard;
}

const endings: (() => void)[] = [];
afterEach(() => endings.splice(0).forEach((end) => end()));

/** Counts the listeners outside of the widget that were added and not removed. */
function countListeners(): { count: () => number; stop: () => void } {
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const outside = new Set(['online', 'offline', 'focus', 'visibilitychange', 'resize', 'change']);
  const kept: [target: EventTarget, type: string, listener: unknown][] = [];
  const targetOf = (target: EventTarget | undefined) => target ?? window;
  const isOutside = (target: EventTarget) => !(target instanceof Node) || target === document;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const target = targetOf(this);
    if (outside.has(type) && isOutside(target)) kept.push([target, type, listener]);
    add.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    const removed = [targetOf(this), type, listener];
    const at = kept.findIndex((one) => one.every((part, i) => part === removed[i]));
    if (at >= 0) kept.splice(at, 1);
    remove.call(targetOf(this), type, listener, options);
  };
  return {
    count: () => kept.length,
    stop: () => {
      EventTarget.prototype.addEventListener = add;
      EventTarget.prototype.removeEventListener = remove;
    },
  };
}
