/** Removes white space from `html`, `svg` and `css` templates, which the minifier does not change. */
import type { Plugin } from 'vite';

/** Lit's template strings have no backtick inside. The code in their holes is kept. */
const template = /(?<![`\w])(html|svg|css)`/g;

export function minifyTemplates(): Plugin {
  return {
    name: 'luma-minify-templates',
    enforce: 'post',
    transform(code, id) {
      if (!id.includes('/widget/src/') || id.includes('?')) return null;
      return { code: squeezeAll(code), map: null };
    },
  };
}

/** Reads the source once. A template may have holes with templates in them. */
export function squeezeAll(code: string): string {
  let out = '';
  let at = 0;
  template.lastIndex = 0;
  for (let found = template.exec(code); found; found = template.exec(code)) {
    const start = found.index + found[0].length;
    out += code.slice(at, start);
    const [text, end] = squeezeOne(code, start, found[1] === 'css');
    out += text;
    at = template.lastIndex = end;
  }
  return out + code.slice(at);
}

/** Takes the index after the opening backtick; returns the squeezed template and the index after the closing one. */
function squeezeOne(code: string, start: number, css: boolean): [string, number] {
  const strings: string[] = [];
  const holes: string[] = [];
  let from = start;
  let at = start;
  for (;;) {
    const char = code[at];
    if (char === undefined) throw new Error('A template does not end');
    if (char === '\\') at += 2;
    else if (char === '`') break;
    else if (char === '$' && code[at + 1] === '{') {
      strings.push(code.slice(from, at));
      const end = holeEnd(code, at + 2);
      holes.push(squeezeAll(code.slice(at + 2, end)));
      at = from = end + 1;
    } else at++;
  }
  strings.push(code.slice(from, at));
  const squeezed = css ? strings.map(squeezeCss) : squeezeHtml(strings);
  const text = squeezed.map((s, i) => (i < holes.length ? `${s}\${${holes[i]}}` : s)).join('');
  return [`${text}\``, at + 1];
}

/** The index of the brace that closes a hole. Braces in strings, templates and blocks are skipped. */
function holeEnd(code: string, start: number): number {
  let depth = 1;
  for (let at = start; at < code.length; at++) {
    const char = code[at];
    if (char === "'" || char === '"') {
      for (at++; code[at] !== char; at++) if (code[at] === '\\') at++;
    } else if (char === '`') at = squeezeOne(code, at + 1, false)[1] - 1;
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return at;
  }
  throw new Error('A template hole does not end');
}

const squeezeCss = (css: string): string =>
  css
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>~]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/\b0\./g, '.')
    .replace(/ (?=!important)/g, '')
    .replace(/(?<=@media) (?=\()/g, '')
    .replace(/(?<=\[[\w-]+=)'([\w-]+)'(?=])/g, '$1')
    .replace(/;}/g, '}');

/** White space becomes one space, and none between two tags. */
const squeezeHtml = (strings: string[]): string[] =>
  strings.map((string, i) => {
    const text = string
      .replace(/\s+/g, ' ')
      .replace(/> </g, '><')
      .replace(/ (\/?>)/g, '$1');
    const open = i === 0 ? text.trimStart() : text;
    return i === strings.length - 1 ? open.trimEnd() : open;
  });
