import { expect } from '@open-wc/testing';
import { Harness } from '../test/harness.ts';
import { until } from '../test/until.ts';

/** What the widget said to the site's owner during a test. */
const said: string[] = [];
const { error } = console;
console.error = (...args: unknown[]) => {
  if (String(args[0]).startsWith('[luma-leasing]')) said.push(String(args[0]));
  else error(...args);
};

afterEach(() => {
  said.length = 0;
  localStorage.clear();
});

const isOpen = ({ root }: Harness): boolean => root.querySelector('.panel') !== null;

/** Sets properties of an element that is not upgraded yet, as frameworks do, and upgrades it. */
async function upgraded(properties: object, attributes: Record<string, string> = {}) {
  const made = await Harness.make();
  const waiting = document.implementation.createHTMLDocument().createElement('luma-leasing');
  for (const [name, value] of Object.entries(attributes)) waiting.setAttribute(name, value);
  Object.assign(waiting, { apiKey: made.element.apiKey, apiBase: made.base, ...properties });
  made.element.replaceWith(waiting);
  await waiting.updateComplete;
  return new Harness(waiting, made.base);
}

describe('open', () => {
  it('is off as "false", which React 18 writes', async () => {
    const widget = await Harness.make({}, { open: 'false' });
    expect(isOpen(widget)).to.equal(false);
    for (const [text, on] of [
      ['true', true],
      ['false', false],
      ['', true],
    ] as const) {
      widget.element.setAttribute('open', text);
      await widget.element.updateComplete;
      expect(isOpen(widget), `open="${text}"`).to.equal(on);
    }
    widget.element.removeAttribute('open');
    await widget.element.updateComplete;
    expect(isOpen(widget)).to.equal(false);
  });

  it('is off as a property that holds "false", which Vue sets', async () => {
    const widget = await Harness.make();
    Object.assign(widget.element, { open: 'false' });
    await widget.element.updateComplete;
    expect(isOpen(widget)).to.equal(false);
    expect(widget.element.open).to.equal(false);
  });
});

describe('properties', () => {
  for (const empty of [undefined, null]) {
    it(`work as ${empty}, like ones that were never set`, async () => {
      const widget = await Harness.make();
      for (const name of ['mode', 'locale', 'theme', 'color', 'open', 'strings'])
        Object.assign(widget.element, { [name]: empty });
      await widget.element.updateComplete;
      expect(isOpen(widget)).to.equal(false);
      widget.element.startTour();
      await widget.month();
      expect(said).to.deep.equal([]);
    });
  }

  it('that were set before the upgrade are taken', async () => {
    const strings = { launcher: 'Come and see' };
    const widget = await upgraded({ strings, theme: 'dark', open: false });
    await widget.press('Come and see');
    await widget.see('Schedule a tour');
    expect(widget.root.querySelector<HTMLElement>('.root')?.style.colorScheme).to.equal('dark');
  });

  it('that were set before the upgrade open the panel', async () => {
    const widget = await upgraded({ open: true });
    await widget.see('Schedule a tour');
  });

  it('take a URL as the address of the server', async () => {
    const made = await Harness.make();
    Object.assign(made.element, { apiBase: new URL(made.base) });
    made.element.startTour();
    await made.month();
  });
});

describe('the element', () => {
  it('gets no attribute that the page did not write', async () => {
    const { element } = await Harness.make();
    expect(element.getAttributeNames()).to.deep.equal(['api-key', 'api-base', 'locale']);
  });

  it('keeps the page’s own content, which a visitor sees until the widget has loaded', async () => {
    const { element } = await Harness.make();
    element.innerHTML = '<a href="/book/maple-court">Book a tour</a>';
    element.show();
    await element.updateComplete;
    expect(element.querySelector('a')?.textContent).to.equal('Book a tour');
  });
});

describe('what cannot be used', () => {
  const cases: [name: string, value: string, advice: string][] = [
    ['mode', 'popup', 'Write floating'],
    ['mode', 'Inline', 'or inline'],
    ['theme', 'night', 'dark or auto'],
    ['color', 'red', '#1f6f5c'],
    ['locale', '[object Object]', 'en-US'],
    ['strings', '[object Object]', 'JSON.stringify'],
    ['strings', '{"launcher": }', 'in JSON'],
    ['strings', '{"launcher": 5}', 'in JSON'],
  ];
  for (const [name, value, advice] of cases) {
    it(`is said once, and the widget works: ${name}="${value}"`, async () => {
      const widget = await Harness.make({}, { [name]: value });
      await until(() => said.length > 0, 'nothing was said');
      expect(said[0]).to.contain(`INVALID_ATTRIBUTE: ${name}="`).and.to.contain(advice);
      const again = await Harness.make({}, { [name]: value });
      again.element.startTour();
      await again.month();
      expect(said).to.have.length(1);
      expect(widget.element.isConnected).to.equal(false);
    });
  }

  it('is said of properties, too', async () => {
    const { element } = await Harness.make();
    Object.assign(element, { mode: 7, strings: 'Welcome' });
    await until(() => said.length === 2, 'two things were not said');
    expect(said.join()).to.contain('mode="7"').and.to.contain('strings="Welcome"');
  });

  it('is said of a server’s address that is none', async () => {
    await Harness.make({}, { 'api-base': 'tours.example.com' });
    await until(() => said.length > 0, 'nothing was said');
    expect(said[0]).to.contain('api-base="tours.example.com"').and.to.contain('https://');
  });

  it('is nothing of what is allowed', async () => {
    const strings = '{"launcher": "Visit us", "dayFree": {"other": "{n} times free"}}';
    for (const attributes of [
      { mode: 'inline', theme: 'light', color: '#1D4ED8', locale: 'pt_BR', strings },
      { mode: 'floating', theme: 'dark', color: '#abc', locale: 'zh-Hant-TW', open: '' },
      { mode: '', theme: '', color: '', locale: '', strings: '' },
    ]) {
      const widget = await Harness.make({}, attributes);
      widget.element.startTour();
      await widget.month();
    }
    expect(said).to.deep.equal([]);
  });
});
