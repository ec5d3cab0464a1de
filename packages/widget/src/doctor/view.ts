/** The overlay: a shadow root drawn with the DOM alone, because the page's policy may forbid everything else. */
import { styleSheetOf } from '../styles/css.ts';
import { doctorStyles } from './styles.ts';
import type { Finding, Level } from './words.ts';

const paths = {
  problem: 'M12 8v5m0 3v.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  note: 'M12 11v5m0-8v.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  good: 'm5 12.5 4.5 4.5L19 7.5',
  close: 'm7 7 10 10M17 7 7 17',
} as const;

const titles: Record<Level, string> = {
  problem: 'To fix',
  note: 'Good to know',
  good: 'All well',
};

export interface Checked {
  findings: Finding[];
  /** Which property, and which versions. */
  about: string;
}

export class Overlay {
  readonly host = document.createElement('div');
  readonly #card = make('section', { class: 'card', role: 'dialog', tabindex: '-1' });
  readonly #hero = make('header', { class: 'hero' });
  readonly #title = make('h2', { id: 'title' });
  readonly #about = make('p', { class: 'sub' });
  readonly #findings = make('div', {
    class: 'scroll',
    role: 'region',
    'aria-label': 'Findings',
    tabindex: '0',
  });
  readonly #status = make('p', { class: 'sr', role: 'status' });
  readonly #again = button('again', 'Check again', () => this.#check());
  readonly #onCheck: () => void;
  #checked: Checked = { findings: [], about: '' };
  #opener = document.activeElement;

  constructor(onCheck: () => void) {
    this.#onCheck = onCheck;
    this.host.dataset['lumaDoctor'] = '';
    const root = this.host.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [styleSheetOf(doctorStyles)];
    const close = button('round', '', () => this.close());
    close.ariaLabel = 'Close';
    close.append(icon('close'));
    const words = make('div');
    words.append(make('p', { class: 'eyebrow' }, 'LumaLeasing doctor'), this.#title, this.#about);
    this.#hero.append(words, close);
    const footer = make('footer');
    footer.append(
      this.#again,
      copyButton('report', 'Copy report', () => this.#report()),
    );
    this.#card.setAttribute('aria-labelledby', 'title');
    this.#card.lang = 'en';
    this.#card.dir = 'ltr';
    this.#card.append(this.#hero, this.#findings, footer, this.#status);
    this.#card.addEventListener('keydown', (event) => {
      // The page's shortcuts are not meant while somebody types here.
      event.stopPropagation();
      if (event.key === 'Escape') this.close();
    });
    root.append(this.#card);
  }

  /** Above everything, wherever that is possible: the page may hide or move its body. */
  open(): void {
    document.documentElement.append(this.host);
    if ('showPopover' in this.host) {
      this.host.popover = 'manual';
      this.host.showPopover();
    }
    this.showChecking();
    this.#card.focus({ preventScroll: true });
  }

  close(): void {
    this.host.remove();
    if (this.#opener instanceof HTMLElement) this.#opener.focus({ preventScroll: true });
  }

  showChecking(): void {
    this.#hero.classList.remove('well');
    this.#title.textContent = 'Looking at this page…';
    this.#about.textContent = location.host || 'A file';
    this.#status.textContent = 'Looking at this page';
    this.#again.ariaDisabled = 'true';
    this.#findings.ariaBusy = 'true';
    const bones = make('div', { class: 'findings' });
    bones.append(...[1, 2, 3].map(() => make('div', { class: 'bone' })));
    this.#findings.replaceChildren(bones);
  }

  show(checked: Checked): void {
    this.#checked = checked;
    const { findings, about } = checked;
    const of = (level: Level) => findings.filter((one) => one.level === level);
    const summary = summaryOf(of('problem').length, of('note').length);
    this.#hero.classList.toggle('well', of('problem').length === 0);
    this.#title.textContent = summary;
    this.#about.textContent = about;
    this.#status.textContent = summary;
    this.#again.ariaDisabled = 'false';
    this.#findings.ariaBusy = 'false';
    this.#findings.replaceChildren(
      ...(['problem', 'note', 'good'] as const).flatMap((level) => section(level, of(level))),
    );
    this.#findings.scrollTop = 0;
  }

  #check(): void {
    if (this.#again.ariaDisabled !== 'true') this.#onCheck();
  }

  /** For a mail to whoever can help. It has nothing about the visitor. */
  #report(): string {
    const { findings, about } = this.#checked;
    const lines = findings.map(({ code, what, fix, line }) =>
      [`${code}: ${what} ${fix}`.trim(), ...(line ? [`    ${line}`] : [])].join('\n'),
    );
    const head = [`LumaLeasing doctor, ${location.origin}${location.pathname}`, about];
    return [...head, navigator.userAgent, '', ...lines, ''].join('\n');
  }
}

function summaryOf(problems: number, notes: number): string {
  if (problems > 0) return problems === 1 ? 'One thing to fix' : `${problems} things to fix`;
  return notes > 0 ? 'It works, with a note' + (notes > 1 ? 's' : '') : 'Everything is well';
}

function section(level: Level, findings: Finding[]): HTMLElement[] {
  if (findings.length === 0) return [];
  const list = make('ul', { class: level === 'good' ? 'wells' : 'findings' });
  list.append(...findings.map(level === 'good' ? well : card));
  return [make('h3', {}, titles[level]), list];
}

function well({ code, what }: Finding): HTMLElement {
  const item = make('li', { class: 'well', 'data-code': code });
  item.append(icon('good'), make('p', {}, what));
  return item;
}

function card({ code, level, what, fix, line }: Finding): HTMLElement {
  const item = make('li', { class: `finding ${level}`, 'data-code': code });
  item.append(icon(level), make('p', { class: 'what' }, what), make('p', {}, fix));
  if (line) {
    const row = make('div', { class: 'line' });
    row.append(
      make('code', {}, line),
      copyButton('copy', 'Copy', () => line),
    );
    item.append(row);
  }
  const name = make('p', { class: 'code' });
  name.append(make('code', {}, code));
  item.append(name);
  return item;
}

/** Says "Copied" for as long as the button has the focus. */
function copyButton(className: string, label: string, text: () => string): HTMLButtonElement {
  const made = button(className, label, () => {
    void copy(text(), made).then((done) => {
      made.textContent = done ? 'Copied' : 'Please copy by hand';
    });
  });
  made.addEventListener('blur', () => (made.textContent = label));
  made.ariaLive = 'polite';
  return made;
}

async function copy(text: string, beside: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard on a page without TLS: an older way, which copies what is selected.
    const field = make('textarea', { class: 'sr', 'aria-hidden': 'true' });
    field.value = text;
    beside.after(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    beside.focus();
    return done;
  }
}

function button(className: string, label: string, onClick: () => void): HTMLButtonElement {
  const made = make('button', { class: className, type: 'button' }, label);
  made.addEventListener('click', onClick);
  return made;
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  text = '',
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

function icon(name: keyof typeof paths): SVGSVGElement {
  const draw = <Name extends keyof SVGElementTagNameMap>(tag: Name) =>
    document.createElementNS('http://www.w3.org/2000/svg', tag);
  const picture = draw('svg');
  picture.setAttribute('viewBox', '0 0 24 24');
  picture.ariaHidden = 'true';
  const path = draw('path');
  path.setAttribute('d', paths[name]);
  picture.append(path);
  return picture;
}
