/**
 * `<script async src="https://HOST/lumaleasing.js" data-key="pk_…"></script>`. Draws the button on a `<luma-leasing>`
 * that is not upgraded yet. A click loads the widget, which takes over that element and its shadow root.
 */
import { launcherCss, launcherPath, waitingCss } from './launcher-look.ts';
import { addressOf, loadWidget } from './load-widget.ts';

interface PendingElement extends HTMLElement {
  /** Methods that the page called before the widget was loaded. */
  lumaQueue: string[];
  show: () => void;
  hide: () => void;
  startTour: () => void;
}

/** Reads a stored value; null where storage is blocked. */
function readStored(storage: 'localStorage' | 'sessionStorage', name: string): unknown {
  try {
    return JSON.parse(window[storage].getItem(`luma:${name}`) ?? 'null');
  } catch {
    return null;
  }
}

/** Without an address (inlined by an optimiser) a tag has no parameters: those of the page are anybody's. */
const urlOf = ({ src }: HTMLScriptElement): URL =>
  new URL(src || document.baseURI.replace(/\?.*/, ''));

/** A data attribute of a tag, else a parameter of its address: tag managers keep only the address. */
const optionOf = (tag: HTMLScriptElement, name: string): string | null =>
  tag.getAttribute(`data-${name}`) ?? urlOf(tag).searchParams.get(name);

/** The address of the server: of its API, and of the rest of the widget. */
const baseOf = (tag: HTMLScriptElement): string =>
  (optionOf(tag, 'api-base') ?? urlOf(tag).origin).replace(/\/+$/, '');

const keyOf = (tag: HTMLScriptElement): string => optionOf(tag, 'key') ?? '';

const named = [...document.querySelectorAll<HTMLScriptElement>('script[src*="lumaleasing.js"]')];
// Null where an optimiser delayed, moved or injected the script; then its tag is searched for by its name.
const current = document.currentScript as HTMLScriptElement | null;
const tags = [...(current ? [current] : []), ...named].filter((tag) => keyOf(tag));
/** With several tags, each run of this script takes a tag that no other run has taken. */
const tag = tags.find(({ dataset }) => !dataset['lumaSeen']) ?? tags[0];

function mount(tag: HTMLScriptElement): void {
  const option = (name: string) => optionOf(tag, name);
  const create = <K extends keyof HTMLElementTagNameMap>(name: K) => document.createElement(name);
  const key = keyOf(tag);
  const base = baseOf(tag);
  const inline = option('mode') === 'inline';
  const label = option('label') ?? 'Book a tour';

  const host = create('luma-leasing') as HTMLElement as PendingElement;
  host.setAttribute('api-key', key);
  host.setAttribute('api-base', base);
  for (const name of ['mode', 'locale', 'theme', 'color', 'strings']) {
    const value = option(name);
    if (value) host.setAttribute(name, value);
  }

  const button = create('button');
  const words = create('span');
  const note = create('p');
  const load = () => {
    if (button.ariaBusy) return;
    button.ariaBusy = 'true';
    words.textContent = 'Loading';
    // Prototype.js has a `remove` that throws where there is no parent.
    note.parentNode?.removeChild(note);
    loadWidget(base).catch((error: unknown) => {
      button.ariaBusy = null;
      words.textContent = label;
      host.removeAttribute('open');
      if (!host.shadowRoot) draw();
      note.className = button.className;
      note.part.add('launcher');
      note.role = 'alert';
      const link = create('a');
      link.href = `${base}/book/by-key/${key}`;
      link.textContent = 'Book here';
      note.replaceChildren('This did not load. ', link);
      host.shadowRoot?.append(note);
      console.error('[luma-leasing] WIDGET_NOT_LOADED', error);
    });
  };
  const show = () => {
    host.setAttribute('open', '');
    load();
  };
  const draw = () => {
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(waitingCss + launcherCss);
    root.adoptedStyleSheets = [sheet];
    const [accent, onAccent] = (readStored('localStorage', `look:${key}`) ?? [option('color')]) as (
      string | null
    )[];
    if (accent) host.style.setProperty('--accent', accent);
    if (onAccent) host.style.setProperty('--on-accent', onAccent);

    button.className = 'launcher';
    button.part.add('launcher');
    button.ariaHasPopup = 'dialog';
    button.ariaExpanded = 'false';
    const drawSvg = <K extends keyof SVGElementTagNameMap>(
      name: K,
      attribute: string,
      value: string,
    ) => {
      const element = document.createElementNS('http://www.w3.org/2000/svg', name);
      element.setAttribute(attribute, value);
      return element;
    };
    const picture = drawSvg('svg', 'viewBox', '0 0 24 24');
    picture.ariaHidden = 'true';
    picture.append(drawSvg('path', 'd', launcherPath));
    words.textContent = label;
    button.append(picture, words);
    root.append(button);

    const preload = create('link');
    preload.rel = 'modulepreload';
    preload.href = addressOf(base);
    // On hover and focus, so that a click opens the panel sooner.
    button.onpointerenter = button.onfocus = () => document.head.append(preload);
    button.onclick = show;
  };
  if (!customElements.get('luma-leasing')) {
    host.lumaQueue = [];
    host.show = show;
    host.hide = () => host.removeAttribute('open');
    host.startTour = () => {
      host.lumaQueue.push('startTour');
      show();
    };
    if (!inline) draw();
  }

  const attach = () => {
    const place = inline ? '[mode=inline]' : ':not([mode=inline])';
    // The script was loaded twice, or the page has an element of its own.
    if (document.querySelector(`luma-leasing[api-key="${CSS.escape(key)}"]${place}`)) return;
    // A tag manager puts its tag into the head, or removes it at once.
    if (inline && document.body.contains(tag)) tag.after(host);
    else document.body.append(host);
  };
  if (document.body) attach();
  else addEventListener('DOMContentLoaded', attach);
  // When a site replaces its body or its content, the launcher is put back; when it is removed alone, it is not.
  if (!inline) {
    const observer = new MutationObserver((changes) => {
      const swapped = ({ target, addedNodes, removedNodes }: MutationRecord) =>
        target === document.documentElement || addedNodes.length + removedNodes.length > 1;
      if (!host.isConnected && document.body && changes.some(swapped)) attach();
      watch();
    });
    const watch = () => {
      for (const node of [document.documentElement, document.body])
        if (node) observer.observe(node, { childList: true });
    };
    watch();
  }

  if ((option('open') ?? 'false') !== 'false') show();
  // A reload interrupted a submission: the widget sends it again.
  else if (readStored('sessionStorage', `pending:${key}`)) load();
  else if (inline) {
    new IntersectionObserver((entries) => entries.pop()?.isIntersecting && load(), {
      rootMargin: '400px',
    }).observe(host);
  }
}

// A booking on a later page is still credited to the campaign of the landing page.
if (/[?&](utm_|gclid)/.test(location.search) && !readStored('sessionStorage', 'landing')) {
  try {
    sessionStorage.setItem('luma:landing', JSON.stringify(location.search));
  } catch {
    // Storage is blocked: the booking is credited to its own page.
  }
}

if (tag) {
  tag.dataset['lumaSeen'] = '1';
  mount(tag);
} else
  console.error(
    '[luma-leasing] MISSING_API_KEY: add ?key=pk_... to the address of lumaleasing.js.',
  );

// The site's owner asks what is wrong, perhaps with this very tag.
if (/luma-doctor=1/.test(location.search)) {
  void import(addressOf(baseOf(tag ?? named[0]!)).replace('define', 'doctor'));
}
