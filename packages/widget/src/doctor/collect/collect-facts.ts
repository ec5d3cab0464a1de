/** Asks the page, the browser and the server for everything that `diagnose.ts` wants to know. */
import { version } from '../../lib/version.ts';
import type { Attributes, ElementFacts, Facts, ScriptFacts, ServerFacts } from '../facts.ts';
import { lookOf } from './look.ts';
import { placeOf } from './place.ts';
import type { PolicyWatch } from './policy.ts';
import { askServer } from './server.ts';

interface WidgetClass extends CustomElementConstructor {
  version?: string;
  /** Set by the code of another version that was loaded later (`define.ts`). */
  rival?: string;
}

export async function collectFacts(policy: PolicyWatch, overlay: HTMLElement): Promise<Facts> {
  const scripts = await Promise.all(findScripts().map(scriptFacts));
  const widgets = findWidgets(document);
  // The widget draws itself some moments after its code has come.
  await Promise.all(widgets.map((widget) => Reflect.get(widget, 'updateComplete') as unknown));
  const asked = new Map<string, Promise<ServerFacts>>();
  for (const { base, key } of [...widgets.map(addressOf), ...scripts.map(scriptAddress)]) {
    const id = `${base} ${key}`;
    if (base && !asked.has(id)) asked.set(id, askServer(base, key));
  }
  const servers = await Promise.all(asked.values());
  const registered = customElements.get('luma-leasing') as WidgetClass | undefined;
  const elements = widgets.map((widget): ElementFacts => {
    const { base, key } = addressOf(widget);
    const config = servers.find((one) => one.base === base && one.key === key)?.config;
    return {
      key,
      base,
      inline: widget.getAttribute('mode') === 'inline',
      fromScript: scripts.some((script) => script.key === key),
      attributes: attributesOf(widget),
      place: placeOf(widget, overlay),
      look: lookOf(widget, config?.kind === 'ok' ? config.body : null),
    };
  });
  return {
    page: { origin: location.origin, secure: location.protocol === 'https:' },
    version,
    registered: registered && (registered.version ?? null),
    rival: registered?.rival ?? null,
    scripts,
    elements,
    servers,
    policy: await policy.facts(),
    storage: { local: works('localStorage'), session: works('sessionStorage') },
  };
}

const findScripts = (): HTMLScriptElement[] =>
  [...document.scripts].filter(({ src }) => /\/lumaleasing\.js(\?|$)/.test(src));

/** All elements of the page, also those in open shadow roots. */
function findWidgets(within: Document | ShadowRoot): HTMLElement[] {
  const found = [...within.querySelectorAll<HTMLElement>('luma-leasing')];
  for (const { shadowRoot } of within.querySelectorAll('*'))
    if (shadowRoot) found.push(...findWidgets(shadowRoot));
  return found;
}

async function scriptFacts(script: HTMLScriptElement): Promise<ScriptFacts> {
  const { src } = script;
  // A tag manager keeps nothing but the address.
  const given = [...new URL(src).searchParams].map(([name, value]) => [`data-${name}`, value]);
  const attributes = { ...Object.fromEntries(given), ...attributesOf(script) } as Attributes;
  const key = attributes['data-key'] ?? '';
  const { base } = scriptAddress({ src, key, attributes });
  const loads = await within(
    10_000,
    import(/* @vite-ignore */ /* webpackIgnore: true */ codeOf(base)),
  ).then(
    () => true,
    () => false,
  );
  return { src, key, attributes, loads };
}

/** The code that the launcher loads when a visitor shows interest: of its own release, which this file is of, too. */
const codeOf = (base: string): string =>
  import.meta.url.startsWith(`${base}/`)
    ? new URL(/* @vite-ignore */ 'define.js', import.meta.url).href
    : `${base}/widget/define.js`;

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    new Promise<T>((_done, fail) => setTimeout(() => fail(new Error('too slow')), ms)),
  ]);
}

interface Address {
  base: string;
  key: string;
}

/** An element that is upgraded knows its server, even if no attribute names it. */
function addressOf(widget: HTMLElement): Address {
  const own: unknown = Reflect.get(widget, 'base');
  const base = typeof own === 'string' && own ? own : (widget.getAttribute('api-base') ?? '');
  return { base: base.replace(/\/+$/, ''), key: widget.getAttribute('api-key') ?? '' };
}

function scriptAddress({ src, key, attributes }: Omit<ScriptFacts, 'loads'>): Address {
  const base = attributes['data-api-base'] ?? new URL(src).origin;
  return { base: base.replace(/\/+$/, ''), key };
}

const attributesOf = (element: Element): Record<string, string> =>
  Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));

function works(which: 'localStorage' | 'sessionStorage'): boolean {
  try {
    const storage = window[which];
    storage.setItem('luma:doctor', '1');
    storage.removeItem('luma:doctor');
    return true;
  } catch {
    return false;
  }
}
