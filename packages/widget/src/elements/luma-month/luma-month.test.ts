import { expect } from '@open-wc/testing';
import { LumaMonth } from './luma-month.ts';

if (!customElements.get('luma-month')) customElements.define('luma-month', LumaMonth);

const free = new Map([
  ['2026-01-27', 3],
  ['2026-02-02', 1],
]);

async function make(over: Partial<LumaMonth> = {}): Promise<LumaMonth> {
  const month = document.createElement('luma-month');
  Object.assign(month, {
    month: '2026-01',
    min: '2026-01-20',
    max: '2026-03-20',
    today: '2026-01-20',
    locale: 'en-US',
    free,
    words: {
      previous: 'Previous month',
      next: 'Next month',
      day: (day: string, n: number) => `${day}, ${n} free`,
    },
    ...over,
  });
  document.body.append(month);
  await month.updateComplete;
  return month;
}

const active = (month: LumaMonth) =>
  month.shadowRoot?.activeElement?.getAttribute('aria-label') ?? null;

async function key(month: LumaMonth, name: string, shiftKey = false): Promise<string | null> {
  const target = month.shadowRoot?.activeElement;
  target?.dispatchEvent(
    new KeyboardEvent('keydown', { key: name, shiftKey, bubbles: true, cancelable: true }),
  );
  await month.updateComplete;
  await month.updateComplete;
  return active(month);
}

describe('luma-month', () => {
  afterEach(() => document.querySelectorAll('luma-month').forEach((month) => month.remove()));

  it('is a grid whose first free day is the one Tab reaches', async () => {
    const month = await make();
    const root = month.shadowRoot;
    expect(root?.querySelector('table')?.getAttribute('role')).to.equal('grid');
    const stops = root?.querySelectorAll('td [tabindex="0"]');
    expect(stops).to.have.length(1);
    month.focus();
    expect(active(month)).to.equal('Tuesday, January 27, 3 free');
  });

  it('marks today, and days that cannot be picked', async () => {
    const month = await make();
    const today = month.shadowRoot?.querySelector('[aria-current="date"]');
    expect(today?.getAttribute('aria-label')).to.equal('Tuesday, January 20, 0 free');
    expect(today?.getAttribute('aria-disabled')).to.equal('true');
  });

  it('moves by every key of the date grid, across months and within its limits', async () => {
    const month = await make();
    month.focus();
    expect(await key(month, 'ArrowRight')).to.equal('Wednesday, January 28, 0 free');
    expect(await key(month, 'ArrowLeft')).to.equal('Tuesday, January 27, 3 free');
    expect(await key(month, 'Home')).to.equal('Sunday, January 25, 0 free');
    expect(await key(month, 'End')).to.equal('Saturday, January 31, 0 free');
    expect(await key(month, 'ArrowDown')).to.equal('Saturday, February 7, 0 free');
    expect(month.month).to.equal('2026-02');
    expect(await key(month, 'PageDown')).to.equal('Saturday, March 7, 0 free');
    expect(await key(month, 'PageDown')).to.equal('Friday, March 20, 0 free');
    expect(await key(month, 'PageUp')).to.equal('Friday, February 20, 0 free');
    expect(await key(month, 'PageUp', true)).to.equal('Tuesday, January 20, 0 free');
    expect(await key(month, 'ArrowUp')).to.equal('Tuesday, January 20, 0 free');
  });

  it('goes the other way in a language written from right to left', async () => {
    const month = await make();
    month.dir = 'rtl';
    month.focus();
    expect(await key(month, 'ArrowLeft')).to.equal('Wednesday, January 28, 0 free');
  });

  it('picks only days with free times', async () => {
    const month = await make();
    const picked: string[] = [];
    month.addEventListener('luma-pick', (event) =>
      picked.push((event as CustomEvent<{ date: string }>).detail.date),
    );
    const days = [...(month.shadowRoot?.querySelectorAll<HTMLElement>('td button') ?? [])];
    for (const day of days) day.click();
    expect(picked).to.deep.equal(['2026-01-27']);
  });

  it('has no way out of the booking horizon', async () => {
    const month = await make();
    const [previous, next] = month.shadowRoot?.querySelectorAll<HTMLButtonElement>('.turn') ?? [];
    expect(previous?.ariaDisabled).to.equal('true');
    const turned: string[] = [];
    month.addEventListener('luma-turn', (event) =>
      turned.push((event as CustomEvent<{ month: string }>).detail.month),
    );
    previous?.click();
    next?.click();
    next?.click();
    next?.click();
    await month.updateComplete;
    expect(month.month).to.equal('2026-03');
    expect(next?.ariaDisabled).to.equal('true');
    expect(turned).to.deep.equal(['2026-02', '2026-03']);
  });

  it('begins the week as the locale does', async () => {
    const month = await make({ locale: 'de-DE' });
    expect(month.shadowRoot?.querySelector('th')?.getAttribute('abbr')).to.equal('Montag');
  });
});
