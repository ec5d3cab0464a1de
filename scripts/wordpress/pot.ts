// `pnpm wordpress:pot`: collects the plugin's words for translators, out of its PHP, its block and its JavaScript.
import { readFileSync, writeFileSync } from 'node:fs';
import { pluginFiles, pluginFolder } from './zip.ts';

const domain = 'luma-leasing';
export const potPath = `${pluginFolder}/languages/${domain}.pot`;

interface Word {
  text: string;
  /** Where the same text may need different words. */
  context?: string;
  places: string[];
  /** What a programmer says to translators. */
  notes: string[];
}

const stringLiteral = String.raw`'((?:[^'\\]|\\.)*)'`;
const call = new RegExp(
  String.raw`\b(?:esc_html__|esc_attr__|esc_html_e|esc_attr_e|__|_e)\(\s*${stringLiteral}\s*,\s*'${domain}'`,
  'g',
);
/** Anything that names the text domain: all must be found by the expression above. */
const anyCall = new RegExp(String.raw`,\s*'${domain}',?\s*\)`, 'g');
const note = /translators: (.*?)\s*\*\/\s*$/;

function wordsOfCode(path: string, code: string): Word[] {
  const found = [...code.matchAll(call)];
  // Handles and options are named like the domain, but are no second argument of a translation.
  const named = [...code.matchAll(anyCall)].length;
  if (found.length < named) throw new Error(`${path}: a text is not a plain string in quotes`);
  return found.map((match) => {
    const before = code.slice(0, match.index);
    const [, said] = note.exec(before.slice(0, before.lastIndexOf('\n')).trimEnd()) ?? [];
    return {
      text: match[1]!.replaceAll(/\\(.)/g, '$1'),
      places: [path],
      notes: said ? [said] : [],
    };
  });
}

/** Header and block.json are read by WordPress itself, which translates them under these contexts. */
function wordsOfHeader(path: string, code: string): Word[] {
  return ['Description'].map((field) => {
    const [, text] = new RegExp(String.raw`\* ${field}:\s+(.*)`).exec(code) ?? [];
    return { text: text!, places: [path], notes: [`${field} of the plugin`] };
  });
}

function wordsOfBlock(path: string, json: string): Word[] {
  const { title, description, keywords } = JSON.parse(json) as Record<
    'title' | 'description',
    string
  > & {
    keywords: string[];
  };
  const word = (text: string, context: string) => ({ text, context, places: [path], notes: [] });
  return [
    word(title, 'block title'),
    word(description, 'block description'),
    ...keywords.map((keyword) => word(keyword, 'block keyword')),
  ];
}

export function makePot(): string {
  const words = new Map<string, Word>();
  const found = pluginFiles().flatMap((path) => {
    const text = () => readFileSync(`${pluginFolder}/${path}`, 'utf8');
    if (path === `${domain}.php`)
      return [...wordsOfHeader(path, text()), ...wordsOfCode(path, text())];
    if (path.endsWith('block.json')) return wordsOfBlock(path, text());
    return /\.(php|js)$/.test(path) ? wordsOfCode(path, text()) : [];
  });
  for (const word of found) {
    const same = words.get(`${word.context}\0${word.text}`);
    if (!same) words.set(`${word.context}\0${word.text}`, word);
    else {
      same.places = [...new Set([...same.places, ...word.places])];
      same.notes = [...new Set([...same.notes, ...word.notes])];
    }
  }
  const quote = (text: string) => JSON.stringify(text);
  const entries = [...words.values()].map(({ text, context, places, notes }) =>
    [
      ...notes.map((said) => `#. ${said}`),
      ...places.map((place) => `#: ${place}`),
      ...(/%(\d\$)?s/.test(text) ? ['#, php-format'] : []),
      ...(context ? [`msgctxt ${quote(context)}`] : []),
      `msgid ${quote(text)}`,
      'msgstr ""',
    ].join('\n'),
  );
  const [, version] = /Version:\s+(\S+)/.exec(
    readFileSync(`${pluginFolder}/${domain}.php`, 'utf8'),
  )!;
  const header = [
    '# This file is distributed under the licence of the plugin (MIT).',
    'msgid ""',
    'msgstr ""',
    `"Project-Id-Version: LumaLeasing ${version}\\n"`,
    '"MIME-Version: 1.0\\n"',
    '"Content-Type: text/plain; charset=UTF-8\\n"',
    '"Content-Transfer-Encoding: 8bit\\n"',
    `"X-Domain: ${domain}\\n"`,
  ].join('\n');
  return `${[header, ...entries].join('\n\n')}\n`;
}

if (import.meta.main) {
  writeFileSync(potPath, makePot());
  console.log(potPath);
}
