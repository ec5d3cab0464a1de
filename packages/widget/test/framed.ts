import { until } from './until.ts';
import type { Script } from './script.ts';
import type { LumaLeasing } from '../src/luma-leasing.ts';

/** A page of its own with the built files, and an API that follows a script. It keeps what the console says. */
export class Framed {
  readonly page: Document;
  readonly base: string;

  private constructor(page: Document, base: string) {
    this.page = page;
    this.base = base;
  }

  /** @param html with the API's address in place of `BASE`. */
  static async open(html: string, script: Script = {}, search = ''): Promise<Framed> {
    const base = `${location.origin}/fake/f${crypto.randomUUID()}`;
    await fetch(`${base}/_script`, { method: 'PUT', body: JSON.stringify(script) });
    const listen = `<script>var heard = []; for (const level of ['error', 'warn'])
      console[level] = (...said) => heard.push(said.join(' '));
      onerror = onunhandledrejection = (event) => heard.push(String(event.reason ?? event));</script>`;
    const frame = document.createElement('iframe');
    frame.width = '900';
    frame.height = '700';
    const tag = encodeURIComponent(listen + html.replaceAll('BASE', base));
    frame.src = `/built/page?tag=${tag}${search}`;
    const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
    document.body.append(frame);
    await loaded;
    if (!frame.contentDocument) throw new Error('no page');
    return new Framed(frame.contentDocument, base);
  }

  /** What the console was told, without the browser's own lines and the element behind each. */
  get heard(): string[] {
    const heard = Reflect.get(this.page.defaultView as Window, 'heard') as string[];
    return heard.map((line) => line.replace(/ \[object \w+\]$/, ''));
  }

  get widgets(): LumaLeasing[] {
    return [...this.page.querySelectorAll<LumaLeasing>('luma-leasing')];
  }

  /** The files of the widget that the page has loaded. */
  get loaded(): string[] {
    const entries = this.page.defaultView?.performance.getEntriesByType('resource') ?? [];
    return entries.map(({ name }) => new URL(name).pathname).filter((path) => path.endsWith('.js'));
  }

  async says(pattern: RegExp): Promise<void> {
    await until(() => this.heard.some((line) => pattern.test(line)), `not said: ${pattern.source}`);
  }

  /** Waits for words in the first widget. */
  async shows(pattern: RegExp): Promise<void> {
    const text = () => this.widgets[0]?.shadowRoot?.querySelector<HTMLElement>('.root')?.innerText;
    await until(() => pattern.test(text() ?? ''), `not shown: ${pattern.source}`);
  }

  static closeAll(): void {
    document.querySelectorAll('iframe').forEach((frame) => frame.remove());
    localStorage.clear();
    sessionStorage.clear();
  }
}

/** The element in HTML, as a site writes it. */
export const elementTag = (attributes: string): string =>
  `<script type="module" src="/built/widget/define.js"></script><luma-leasing ${attributes}></luma-leasing>`;
