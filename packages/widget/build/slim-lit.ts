/**
 * Removes from Lit what this widget never uses: polyfills for old browsers, decorators, templates that are not `html`, and
 * counters for its development build. In a later Lit with other code, nothing is replaced.
 */
import type { Plugin } from 'vite';

const absent =
  /\b\w+\.(?:ShadyCSS|lit(?:Html|Element)PolyfillSupport|reactiveElementPolyfillSupport|litElementHydrateSupport)\b/g;
const present =
  /\b\w+\.ShadowRoot\b(?=&&)|"adoptedStyleSheets"in Document\.prototype|"replace"in CSSStyleSheet\.prototype/g;
/** What decorators leave; we use none. */
const metadata =
  /Symbol\.metadata\?\?=Symbol\("metadata"\),\w+\.litPropertyMetadata\?\?=new WeakMap/g;
const ofDecorators = /\bthis\[Symbol\.metadata\]/g;
/** What `svg` and `mathml` templates need; ours are all `html`. */
const wrappers = /\b2===\w\?"<\/?svg>":3===\w\?"<\/?math>":""/g;
const wrapped = /\b2===\w\|\|3===\w\b/g;
const counts = /\(\w+\.\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/g;

export const slimLit = (): Plugin => ({
  name: 'luma-slim-lit',
  transform(code, id) {
    if (!/node_modules\/(lit-html|lit-element|@lit)\//.test(id)) return null;
    return {
      code: code
        .replace(counts, '0')
        .replace(metadata, '0')
        .replace(ofDecorators, 'null')
        .replace(wrappers, '""')
        .replace(wrapped, '!1')
        .replace(absent, '(void 0)')
        .replace(present, '(!0)'),
      map: null,
    };
  },
});
