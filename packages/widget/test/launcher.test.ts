import { expect } from '@open-wc/testing';
import { until } from './until.ts';
import type { LumaLeasing } from '../src/luma-leasing.ts';

/** Tests the built launcher and widget, each test in a page of its own. */
const base = () => `${location.origin}/fake/l${crypto.randomUUID()}`;
const tagOf = (more = '') =>
  `<script async src="/built/lumaleasing.js" data-key="pk_demo" data-api-base="${base()}" ${more}></script>`;

async function page(tag: string, query = ''): Promise<Document> {
  const frame = document.createElement('iframe');
  frame.width = '900';
  frame.height = '700';
  frame.src = `/built/page?tag=${encodeURIComponent(tag)}${query}`;
  const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
  document.body.append(frame);
  await loaded;
  const { contentDocument } = frame;
  if (!contentDocument) throw new Error('no page');
  return contentDocument;
}

const widgets = (of: Document) => [...of.querySelectorAll<LumaLeasing>('luma-leasing')];

async function launcherOf(of: Document): Promise<HTMLElement> {
  const find = () => widgets(of)[0]?.shadowRoot?.querySelector<HTMLElement>('.launcher');
  await until(() => find(), 'no launcher');
  return find() as HTMLElement;
}

async function opened(of: Document): Promise<ShadowRoot> {
  const find = () => widgets(of)[0]?.shadowRoot?.querySelector('.panel .bubble');
  await until(() => find(), 'the widget did not open');
  return widgets(of)[0]?.shadowRoot as ShadowRoot;
}

const loadedBy = (of: Document) =>
  of.defaultView?.performance
    .getEntriesByType('resource')
    .map((entry) => new URL(entry.name).pathname) ?? [];

describe('the script tag', () => {
  afterEach(() => {
    document.querySelectorAll('iframe').forEach((frame) => frame.remove());
    localStorage.clear();
    sessionStorage.clear();
  });

  it('loads one file until the visitor shows interest', async () => {
    const there = await page(tagOf());
    await launcherOf(there);
    expect(loadedBy(there)).to.deep.equal(['/built/lumaleasing.js']);
  });

  it('opens the chat in the very element the launcher drew on', async () => {
    const there = await page(tagOf());
    const [element] = widgets(there);
    (await launcherOf(there)).click();
    const root = await opened(there);
    expect(widgets(there)).to.deep.equal([element]);
    expect(root.querySelectorAll('.launcher')).to.have.length(0);
  });

  it('runs a whole booking under the strictest policy without one violation', async () => {
    const reports = async () =>
      ((await (await fetch('/built/reports')).json()) as { reports: number }).reports;
    const before = await reports();
    const there = await page(tagOf(), '&csp=1');
    (await launcherOf(there)).click();
    const root = await opened(there);
    const panel = root.querySelector<HTMLElement>('.panel');
    const view = there.defaultView as Window;
    expect(view.getComputedStyle(panel as HTMLElement).position).to.equal('fixed');
    expect(view.getComputedStyle(panel as HTMLElement).backgroundColor).to.match(/^rgb\(25\d/);
    widgets(there)[0]?.startTour();
    const free = () => root.querySelector<HTMLElement>('.free');
    await until(free, 'no free day');
    free()?.click();
    await until(() => root.querySelector('.time'), 'no times');
    root.querySelector<HTMLElement>('.time')?.click();
    await until(() => root.querySelector('#firstName'), 'no form');
    const typed = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' };
    for (const [id, text] of Object.entries(typed)) {
      const input = root.querySelector<HTMLInputElement>(`#${id}`);
      if (!input) throw new Error(id);
      input.value = text;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
    root.querySelector<HTMLElement>('#privacy')?.click();
    root.querySelector<HTMLElement>('.foot .primary')?.click();
    await until(() => root.querySelector('.cheer'), 'not booked');
    expect(await reports()).to.equal(before);
  });

  it('makes one widget when it is loaded twice', async () => {
    const there = await page(tagOf() + tagOf());
    await launcherOf(there);
    expect(widgets(there)).to.have.length(1);
  });

  it('makes a widget for each of two keys in line', async () => {
    const other = tagOf('data-mode="inline"').replace('pk_demo', 'pk_other');
    const there = await page(tagOf('data-mode="inline"') + other);
    await until(() => there.querySelectorAll('luma-leasing').length === 2);
    expect(widgets(there).every((widget) => widget.closest('main'))).to.equal(true);
  });

  it('works when an optimiser injects it late, with no current script', async () => {
    const there = await page('');
    const script = there.createElement('script');
    script.type = 'module';
    script.src = '/built/lumaleasing.js';
    script.dataset['key'] = 'pk_demo';
    script.dataset['apiBase'] = base();
    there.head.append(script);
    (await launcherOf(there)).click();
    await opened(there);
  });

  it('loses no call made before the widget has come', async () => {
    const there = await page(tagOf());
    await launcherOf(there);
    const [element] = widgets(there);
    element?.startTour();
    const month = () => element?.shadowRoot?.querySelector('[role=grid]');
    await until(month, 'the calendar did not open');
  });

  it('opens by itself when asked to', async () => {
    await opened(await page(tagOf('data-open')));
  });

  it('stays when a single-page site swaps its body', async () => {
    const there = await page(tagOf());
    await launcherOf(there);
    const [element] = widgets(there);
    there.body.replaceWith(there.createElement('body'));
    await until(() => element?.parentNode === there.body, 'the launcher is gone');
  });

  it('stays when a site swaps what its body holds, again and again', async () => {
    const there = await page(tagOf());
    await launcherOf(there);
    const [element] = widgets(there);
    for (const swap of [1, 2]) {
      if (swap === 2) there.body.replaceWith(there.createElement('body'));
      await until(() => element?.parentNode === there.body, 'the launcher is gone');
      there.body.innerHTML = '<h1>Another page</h1><p>of the site</p>';
      await until(() => element?.parentNode === there.body, 'the launcher is gone');
    }
  });

  it('stays away when the site takes it away', async () => {
    const there = await page(tagOf());
    await launcherOf(there);
    const [element] = widgets(there);
    element?.remove();
    // Observers are called in the order of their creation, so the launcher's has been called before this one.
    await new Promise((heard) => {
      new MutationObserver(heard).observe(there.body, { childList: true });
      there.body.append(there.createElement('p'));
    });
    expect(element?.isConnected).to.equal(false);
  });

  it('makes a widget for each of two keys an optimiser injects, with no current script', async () => {
    const there = await page('');
    for (const key of ['pk_one', 'pk_two']) {
      const script = there.createElement('script');
      script.type = 'module';
      script.src = `/built/lumaleasing.js?${key}`;
      Object.assign(script.dataset, { key, apiBase: base(), mode: 'inline' });
      there.querySelector('main')?.append(script);
    }
    const keys = () => widgets(there).map((widget) => widget.getAttribute('api-key'));
    await until(() => keys().length === 2, 'one is missing');
    expect(keys()).to.have.members(['pk_one', 'pk_two']);
  });

  /** Puts a script on the page as a tag manager does: later, by its address alone. */
  function inject(there: Document, address: string, type = ''): HTMLScriptElement {
    const script = there.createElement('script');
    script.type = type;
    script.src = address;
    there.head.append(script);
    return script;
  }

  const address = (more = '', file = 'lumaleasing.js') =>
    `/built/${file}?key=pk_demo&api-base=${encodeURIComponent(base())}${more}`;

  it('takes everything from its address when a tag manager drops the data attributes', async () => {
    const there = await page('');
    inject(there, address('&locale=es&theme=dark&label=Visitar&color=%23aa0000'));
    const launcher = await launcherOf(there);
    expect(launcher.textContent).to.equal('Visitar');
    const [element] = widgets(there);
    const given = ['api-key', 'locale', 'theme', 'color'].map((name) =>
      element?.getAttribute(name),
    );
    expect(given).to.deep.equal(['pk_demo', 'es', 'dark', '#aa0000']);
    launcher.click();
    await opened(there);
  });

  it('prefers a data attribute to its address', async () => {
    const there = await page(
      `<script src="${address('&locale=es')}" data-locale="fr" data-key="pk_data"></script>`,
    );
    await launcherOf(there);
    expect(widgets(there)[0]?.getAttribute('api-key')).to.equal('pk_data');
    expect(widgets(there)[0]?.getAttribute('locale')).to.equal('fr');
  });

  it('takes nothing from the address of the page, which anybody may write', async () => {
    const there = await page(
      `<script>window.dataLayer = []</script>
      <script src="/built/lumaleasing.js"></script>
      <script src="/built/lumaleasing.js?2" data-key="pk_demo" data-api-base="${base()}"></script>`,
      '&key=pk_evil&api-base=http://evil.example&open=1&strings={"launcher":"Evil"}',
    );
    const launcher = await launcherOf(there);
    expect(widgets(there).map((one) => one.getAttribute('api-key'))).to.deep.equal(['pk_demo']);
    expect(widgets(there)[0]?.hasAttribute('open')).to.equal(false);
    expect(launcher.textContent).to.equal('Book a tour');
  });

  it('is not stopped by tags of others, whatever they hold', async () => {
    const there = await page(
      `<script type="text/plain" src="https://"></script>
      <script type="text/plain" src="/checkout.js" data-key="pk_test_of_a_bank"></script>`,
    );
    inject(there, address(), 'module');
    await launcherOf(there);
    expect(widgets(there).map((one) => one.getAttribute('api-key'))).to.deep.equal(['pk_demo']);
  });

  it('is closed with data-open="false", as the element is', async () => {
    const there = await page(`<script src="${address('&open=false')}"></script>`);
    await launcherOf(there);
    expect(widgets(there)[0]?.hasAttribute('open')).to.equal(false);
  });

  it('mounts once when it runs twice in the head, before there is a body', async () => {
    const tag = `<script src="${address()}" data-key="pk_demo"></script>`;
    const there = await page('', `&head=${encodeURIComponent(tag + tag)}`);
    await launcherOf(there);
    expect(widgets(there)).to.have.length(1);
  });

  it('stays when a tag manager takes its tag away, also in line', async () => {
    for (const [mode, shown] of [
      ['floating', '.launcher'],
      ['inline', '.panel .bubble'],
    ] as const) {
      const there = await page('');
      inject(there, address(`&mode=${mode}`)).remove();
      const find = () => widgets(there)[0]?.shadowRoot?.querySelector(shown);
      await until(find, `${mode}: nothing is shown`);
      expect(widgets(there)[0]?.parentNode).to.equal(there.body);
    }
  });

  it('says in one line what to do when there is no key', async () => {
    const there = await page('');
    const said: unknown[] = [];
    (there.defaultView as unknown as { console: Console }).console.error = (...all) =>
      said.push(all.join(' '));
    inject(there, '/built/lumaleasing.js');
    await until(() => said.length > 0, 'nothing is said');
    expect(said).to.have.length(1);
    expect(said[0]).to.include('?key=pk_');
  });

  it('covers nothing of the page but its button', async () => {
    const there = await page(tagOf());
    const box = (await launcherOf(there)).getBoundingClientRect();
    const at = (x: number, y: number) => there.elementFromPoint(x, y)?.localName;
    expect(at(box.x + 20, box.y + 20)).to.equal('luma-leasing');
    expect(at(box.x - 10, box.y + 20)).to.not.equal('luma-leasing');
    expect(at(20, 20)).to.not.equal('luma-leasing');
  });
});
