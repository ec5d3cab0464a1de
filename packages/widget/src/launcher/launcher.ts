/**
 * `<script async src="https://HOST/lumaleasing.js" data-key="pk_…"></script>`: all that a page loads until a visitor
 * shows interest. Draws the launcher on a `<luma-leasing>` that is not upgraded yet; the first click brings the widget,
 * whose element takes over that very node and its shadow root.
 */
import { launcherCss, launcherPath } from './look.ts';

interface Waiting extends HTMLElement {
  /** What was asked of the element before its code came. */
  lumaQueue: string[];
  show: () => void;
  hide: () => void;
  startTour: () => void;
}

/** What this browser kept from an earlier page; blocked storage has nothing. */
function kept(storage: 'localStorage' | 'sessionStorage', name: string): unknown {
  try {
    return JSON.parse(window[storage].getItem(`luma:${name}`) ?? 'null');
  } catch {
    return null;
  }
}

/** The tag that brought us. Optimisers delay, move and inject scripts: then it is looked for. */
const current = document.currentScript;
const tags = [
  ...document.querySelectorAll<HTMLScriptElement>('script[data-key][src*="lumaleasing"]'),
];
/** Each of several tags is its own: one that another run of this script has taken is passed over. */
const tag =
  current instanceof HTMLScriptElement && current.dataset['key']
    ? current
    : (tags.find(({ dataset }) => !dataset['lumaSeen']) ?? tags[0]);

function mount({ dataset, src }: HTMLScriptElement): void {
  const { key = '', mode, open, color, label } = dataset;
  const inline = mode === 'inline';
  const place = inline ? '[mode=inline]' : ':not([mode=inline])';
  // Loaded twice, or the page has the element already.
  if (document.querySelector(`luma-leasing[api-key="${CSS.escape(key)}"]${place}`)) return;

  const host = document.createElement('luma-leasing') as HTMLElement as Waiting;
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

  const put = () => {
    if (inline) tag?.after(host);
    else document.body.append(host);
  };
  if (document.body) put();
  else addEventListener('DOMContentLoaded', put);
  // A single-page site that swaps its body, or all that is in it, keeps the launcher. Taken away alone, it stays away.
  if (!inline) {
    const observer = new MutationObserver((changes) => {
      const swapped = ({ target, addedNodes, removedNodes }: MutationRecord) =>
        target === document.documentElement || addedNodes.length + removedNodes.length > 1;
      if (!host.isConnected && document.body && changes.some(swapped)) put();
      watch();
    });
    const watch = () => {
      for (const node of [document.documentElement, document.body])
        if (node) observer.observe(node, { childList: true });
    };
    watch();
  }

  if (open !== undefined) show();
  // A submission whose answer a reload cut off, or a widget that is part of the page.
  else if (kept('sessionStorage', `pending:${key}`)) load();
  else if (inline) {
    new IntersectionObserver(
      (seen, observer) => {
        if (!seen.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        load();
      },
      { rootMargin: '400px' },
    ).observe(host);
  }
}

function drawLauncher(
  host: Waiting,
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
  const [accent, onAccent] = (kept('localStorage', `look:${host.getAttribute('api-key')}`) ?? [
    color,
  ]) as (string | undefined)[];
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

  // Interest, not yet a click: fetch, but leave the page and its focus alone.
  const warm = () => {
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = new URL('widget/define.js', src).href;
    document.head.append(link);
  };
  button.addEventListener('pointerenter', warm, { once: true });
  button.addEventListener('focus', warm, { once: true });
  button.addEventListener('click', show);
}

// The page a visit began with: its campaign belongs to the booking, wherever that is made.
if (/[?&](utm_|gclid)/.test(location.search) && !kept('sessionStorage', 'landing')) {
  try {
    sessionStorage.setItem('luma:landing', JSON.stringify(location.search));
  } catch {
    // Blocked storage: the booking's own page has to do.
  }
}

if (tag) {
  tag.dataset['lumaSeen'] = '1';
  mount(tag);
} else console.error('[luma-leasing] No script tag with data-key was found for lumaleasing.js.');
