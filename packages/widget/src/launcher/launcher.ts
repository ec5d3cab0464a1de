/**
 * `<script async src="https://HOST/lumaleasing.js" data-key="pk_…"></script>`. Draws the button on a `<luma-leasing>`
 * that is not upgraded yet. A click loads the widget, which takes over that element and its shadow root.
 */
import { launcherCss, launcherPath } from './launcher-look.ts';

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

/** Null where an optimiser delayed, moved or injected the script; then its tag is searched for. */
const current = document.currentScript;
const tags = [
  ...document.querySelectorAll<HTMLScriptElement>('script[data-key][src*="lumaleasing"]'),
];
/** With several tags, each run of this script takes a tag that no other run has taken. */
const tag =
  current instanceof HTMLScriptElement && current.dataset['key']
    ? current
    : (tags.find(({ dataset }) => !dataset['lumaSeen']) ?? tags[0]);

function mount({ dataset, src }: HTMLScriptElement): void {
  const { key = '', mode, open, color, label } = dataset;
  const inline = mode === 'inline';
  const place = inline ? '[mode=inline]' : ':not([mode=inline])';
  // The script was loaded twice, or the page has an element of its own.
  if (document.querySelector(`luma-leasing[api-key="${CSS.escape(key)}"]${place}`)) return;

  const host = document.createElement('luma-leasing') as HTMLElement as PendingElement;
  host.setAttribute('api-key', key);
  host.setAttribute('api-base', dataset['apiBase'] ?? new URL(src).origin);
  for (const name of ['mode', 'locale', 'theme', 'color', 'strings']) {
    const value = dataset[name];
    if (value) host.setAttribute(name, value);
  }

  const button = document.createElement('button');
  let loading: Promise<unknown> | undefined;
  const load = () => {
    button.ariaBusy = 'true';
    loading ??= import(new URL('widget/define.js', src).href).catch((error: unknown) => {
      loading = undefined;
      button.ariaBusy = null;
      host.removeAttribute('open');
      console.error('[luma-leasing] The widget could not be loaded.', error);
    });
  };
  const show = () => {
    host.setAttribute('open', '');
    load();
  };
  if (!customElements.get('luma-leasing')) {
    host.lumaQueue = [];
    host.show = show;
    host.hide = () => host.removeAttribute('open');
    host.startTour = () => {
      host.lumaQueue.push('startTour');
      show();
    };
    if (!inline) drawLauncher(host, button, label, color, show, src);
  }

  const attach = () => {
    if (inline) tag?.after(host);
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

  if (open !== undefined) show();
  // A reload interrupted a submission: the widget sends it again.
  else if (readStored('sessionStorage', `pending:${key}`)) load();
  else if (inline) {
    new IntersectionObserver(
      (entries, observer) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        load();
      },
      { rootMargin: '400px' },
    ).observe(host);
  }
}

function drawLauncher(
  host: PendingElement,
  button: HTMLButtonElement,
  label = 'Book a tour',
  color: string | undefined,
  show: () => void,
  src: string,
): void {
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(launcherCss);
  root.adoptedStyleSheets = [sheet];
  const [accent, onAccent] = (readStored(
    'localStorage',
    `look:${host.getAttribute('api-key')}`,
  ) ?? [color]) as (string | undefined)[];
  if (accent) button.style.setProperty('--accent', accent);
  if (onAccent) button.style.setProperty('--on-accent', onAccent);

  button.className = 'launcher';
  button.part.add('launcher');
  button.ariaHasPopup = 'dialog';
  button.ariaExpanded = 'false';
  const draw = <K extends keyof SVGElementTagNameMap>(
    name: K,
    attribute: string,
    value: string,
  ) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    element.setAttribute(attribute, value);
    return element;
  };
  const picture = draw('svg', 'viewBox', '0 0 24 24');
  picture.ariaHidden = 'true';
  picture.append(draw('path', 'd', launcherPath));
  const words = document.createElement('span');
  words.textContent = label;
  button.append(picture, words);
  root.append(button);

  // Preload on hover and focus, so that a click opens the panel sooner.
  const preload = () => {
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = new URL('widget/define.js', src).href;
    document.head.append(link);
  };
  button.addEventListener('pointerenter', preload, { once: true });
  button.addEventListener('focus', preload, { once: true });
  button.addEventListener('click', show);
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
} else console.error('[luma-leasing] No script tag with data-key was found for lumaleasing.js.');

// The site's owner asks what is wrong, perhaps with this very tag.
if (location.href.includes('luma-doctor=1')) {
  const { src = '' } = tag ?? document.querySelector<HTMLScriptElement>('[src*=lumaleasing]') ?? {};
  import(new URL('widget/doctor.js', src).href).catch(console.error);
}
