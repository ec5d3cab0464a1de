import { clockShift, resetClock } from './clock.ts';
import type { Script } from './script.ts';
import { until } from './until.ts';
import '../src/define.ts';
import type { LumaLeasing } from '../src/luma-leasing.ts';

export interface Asked {
  path: string;
  method: string;
  key: string | null;
  body: Record<string, unknown> | null;
}

afterEach(resetClock);

/** Uses a widget as a visitor does: by roles and names. */
export class Harness {
  readonly element: LumaLeasing;
  readonly base: string;

  constructor(element: LumaLeasing, base: string) {
    this.element = element;
    this.base = base;
  }

  /** Makes a widget whose API follows the script. */
  static async make(
    script: Script = {},
    attributes: Record<string, string> = {},
    /** Stores what an earlier page would have stored. */
    before: (key: string) => void = () => undefined,
  ): Promise<Harness> {
    document.querySelectorAll('luma-leasing').forEach((old) => old.remove());
    const name = `t${crypto.randomUUID()}`;
    const base = `${location.origin}/fake/${name}`;
    await fetch(`${base}/_script`, {
      method: 'PUT',
      body: JSON.stringify({ ...script, clockShift: clockShift() }),
    });
    const element = document.createElement('luma-leasing');
    const all = { 'api-key': `pk_${name}`, 'api-base': base, locale: 'en-US', ...attributes };
    for (const [key, value] of Object.entries(all)) element.setAttribute(key, value);
    before(all['api-key']);
    document.body.append(element);
    await element.updateComplete;
    return new Harness(element, base);
  }

  async asked(path?: string): Promise<Asked[]> {
    const answer = await fetch(`${this.base}/_requests`);
    const { items } = (await answer.json()) as { items: Asked[] };
    return path ? items.filter((one) => one.path === path) : items;
  }

  /** Lets the API send the answers that it holds back. */
  async release(): Promise<void> {
    await fetch(`${this.base}/_release`, { method: 'PUT', body: '{}' });
  }

  /** Makes other requests meanwhile, so that a request that the widget sends at once has arrived. */
  async settle(): Promise<void> {
    for (let n = 0; n < 5; n++) await this.asked();
  }

  get root(): ShadowRoot {
    const { shadowRoot } = this.element;
    if (!shadowRoot) throw new Error('No shadow root');
    return shadowRoot;
  }

  all(selector: string): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>(selector)];
  }

  /** Finds a button or link by its accessible name. */
  find(name: string | RegExp, selector = 'button, a'): HTMLElement | undefined {
    return this.all(selector).find((element) => {
      const said = nameOf(element);
      return typeof name === 'string' ? said === name : name.test(said);
    });
  }

  async see(name: string | RegExp, selector = 'button, a'): Promise<HTMLElement> {
    await until(() => this.find(name, selector), `${String(name)} is not there`);
    const found = this.find(name, selector);
    if (!found) throw new Error(`${String(name)} went away`);
    return found;
  }

  async press(name: string | RegExp): Promise<void> {
    (await this.see(name)).click();
    await this.element.updateComplete;
  }

  async heading(text: string | RegExp): Promise<HTMLElement> {
    return this.see(text, 'h2, h3');
  }

  get text(): string {
    return this.root.querySelector<HTMLElement>('.root')?.innerText ?? '';
  }

  async says(text: string | RegExp): Promise<void> {
    const has = () => (typeof text === 'string' ? this.text.includes(text) : text.test(this.text));
    await until(has, `"${String(text)}" is not said`);
  }

  input(id: string): HTMLInputElement {
    const input = this.root.querySelector<HTMLInputElement>(`#${id}`);
    if (!input) throw new Error(`No input ${id}`);
    return input;
  }

  type(id: string, text: string): void {
    const input = this.input(id);
    input.value = text;
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }

  async say(text: string): Promise<void> {
    const composer = await this.see('Message', 'input');
    (composer as HTMLInputElement).value = text;
    composer.closest('form')?.requestSubmit();
  }

  async month(): Promise<void> {
    await until(() => this.root.querySelector('[aria-busy=false]'), 'the month has no days');
  }

  /** Goes from the launcher to the form. */
  async toForm(): Promise<void> {
    await this.toTimes();
    await this.press(/^\d+:\d\d [AP]M/);
    await this.see('Confirm tour');
  }

  async toTimes(): Promise<void> {
    this.element.startTour();
    await this.month();
    await this.press(/\d+ times? free$/);
  }

  fillIn(email = 'ada@example.com'): void {
    this.type('firstName', 'Ada');
    this.type('lastName', 'Lovelace');
    this.type('email', email);
    this.input('privacy').click();
  }
}

/** An accessible name, computed well enough for our elements. */
function nameOf(element: HTMLElement): string {
  const label = element.getAttribute('aria-label');
  if (label !== null) return label;
  return (element.textContent ?? '').replace(/\s+/g, ' ').trim();
}
