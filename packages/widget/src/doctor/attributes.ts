/** Pure: which attributes are ours, which was meant by another, and which values can be used. */
import { areUsable, type Inputs } from '../inputs.ts';
import type { Attributes } from './facts.ts';
import { finding, type Finding } from './words.ts';

const ofElement = ['api-key', 'api-base', 'mode', 'locale', 'theme', 'color', 'open', 'strings'];
const ofScript = ['key', ...ofElement.slice(1), 'label'].map((name) => `data-${name}`);

/** What people write for it, without punctuation. */
const aliases: Record<string, string> = {
  key: 'api-key',
  lumakey: 'api-key',
  publickey: 'api-key',
  publishablekey: 'api-key',
  token: 'api-key',
  apiurl: 'api-base',
  apiserver: 'api-base',
  base: 'api-base',
  baseurl: 'api-base',
  host: 'api-base',
  server: 'api-base',
  url: 'api-base',
  language: 'locale',
  brand: 'color',
  brandcolor: 'color',
  colour: 'color',
  scheme: 'theme',
  darkmode: 'theme',
  text: 'strings',
  words: 'strings',
};

/** HTML's own, on any element or on a script. */
const html =
  /^(class|id|style|hidden|lang|dir|title|slot|part|role|tabindex|is|inert|translate|nonce|itemprop|itemscope|exportparts|src|async|defer|type|integrity|crossorigin|referrerpolicy|fetchpriority|blocking|nomodule)$/;
const ofHtmlScripts = /^(language|text|for|event|charset)$/;
/** Names of frameworks, optimisers and accessibility; ours are told apart before. */
const foreign = /-|^(on|_)/;

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^data-/, '')
    .replace(/[^a-z]/g, '');

/** The attribute that was probably meant; null: none of ours. */
export function meantAttribute(name: string, on: 'element' | 'script'): string | null {
  const names = on === 'element' ? ofElement : ofScript;
  const written = plain(name);
  const known = ['label', ...ofElement].find((one) => isNear(written, plain(one)));
  const meant = aliases[written] ?? known;
  const wanted = on === 'script' ? `data-${meant === 'api-key' ? 'key' : meant}` : meant;
  return wanted !== undefined && names.includes(wanted) ? wanted : null;
}

/** One slip in a short name, two in a long one. */
const isNear = (a: string, b: string): boolean => editDistance(a, b) <= (b.length > 5 ? 2 : 1);

/** Letters that are missing, too many, others, or swapped with their neighbour. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, i) => i)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= b.length; j++) {
      const other = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? at(i - 2, j - 2) + 1 : Infinity;
      rows[i]![j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, other, swapped);
    }
  }
  return at(a.length, b.length);
}

/** What to write instead, and what holds until then. */
const advice: Record<string, string> = {
  mode: 'Write floating (a button in the corner) or inline (it fills its place on the page). Until then it floats.',
  theme: 'Write light, dark or auto. Until then each visitor’s own setting decides.',
  color: 'Write # and six digits, as in #1f6f5c. Until then the property’s own colour is used.',
  locale: 'Write a language such as en-US or es. Until then the words are English.',
  strings:
    'Write an object with texts, in JSON if it is an attribute, as in {"launcher":"Visit us"}. Until then our own words are used.',
  open: 'Write only the name of it, or remove it: it is not switched off by such a value.',
  'api-base': 'Write the address of your server alone, as in https://tours.example.com.',
};

/** What a framework makes of an object that is given as an attribute. */
const written =
  'A framework wrote an object as text: write strings={JSON.stringify(words)}, or set the property. Until then our own words are used.';

const usable: Inputs = { base: 'https:', mode: '', theme: '', color: '', locale: '', strings: {} };

/** As the widget itself reads it (`inputs.ts`), but for the server’s address, of which it only needs the beginning. */
function isValid(name: string, value: unknown): boolean {
  if (name === 'open') return /^(|true|false|open|1)$/.test(String(value));
  if (name === 'api-base') return isOrigin(String(value));
  return areUsable({ ...usable, [name]: value });
}

/** An origin, perhaps behind a path that a proxy takes away; never the address of the API or a file. */
function isOrigin(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : null;
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    !/\/api(\/|$)|\.\w+$|[?#]/.test(value.slice(url.origin.length))
  );
}

/** What is wrong with the attributes of an element or a script tag. An empty value counts as not given. */
export function checkAttributes(attributes: Attributes, on: 'element' | 'script'): Finding[] {
  const names = on === 'element' ? ofElement : ofScript;
  return Object.entries(attributes).flatMap(([name, value]) => {
    if (names.includes(name)) return checkValue(name, value);
    if (/[^\w-]/.test(name) || html.test(name) || (on === 'script' && ofHtmlScripts.test(name)))
      return [];
    const known = meantAttribute(name, on);
    if (known) return [finding('UNKNOWN_ATTRIBUTE', { name, known }, writeOut(known, value))];
    return on === 'script' || foreign.test(name) ? [] : [finding('UNUSED_ATTRIBUTE', { name })];
  });
}

const writeOut = (name: string, value: string): string =>
  value ? `${name}="${value.replaceAll('"', '&quot;')}"` : name;

function checkValue(name: string, value: string): Finding[] {
  const plainName = name.replace(/^data-/, '');
  if (value === '' || !(plainName in advice) || isValid(plainName, value.trim())) return [];
  return [invalid(name, value)];
}

/** What is wrong with the values that an element has, from attributes or properties. */
export function checkInputs({ base, ...inputs }: Inputs): Finding[] {
  return [
    ...(areUsable({ ...usable, base }) ? [] : [invalid('api-base', base)]),
    ...Object.entries(inputs).flatMap(([name, value]) =>
      isValid(name, value) ? [] : [invalid(name, value)],
    ),
  ];
}

function invalid(name: string, value: unknown): Finding {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return finding('INVALID_ATTRIBUTE', {
    name,
    value: text.length > 60 ? `${text.slice(0, 60)}…` : text,
    advice:
      text === '[object Object]' && name.endsWith('strings')
        ? written
        : (advice[name.replace(/^data-/, '')] ?? ''),
  });
}
