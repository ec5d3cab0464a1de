/**
 * Removes from Lit what this widget never uses: polyfills for old browsers, and counters for its development build. In a
 * later Lit with other code, nothing is replaced.
 */
import type { Plugin } from 'vite';

const absent =
  /\b\w+\.(?:ShadyCSS|lit(?:Html|Element)PolyfillSupport|reactiveElementPolyfillSupport|litElementHydrateSupport)\b/g;
const present =
  /\b\w+\.ShadowRoot\b(?=&&)|"adoptedStyleSheets"in Document\.prototype|"replace"in CSSStyleSheet\.prototype/g;
const counts = /\(\w+\.\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/g;

export const slimLit = (): Plugin => ({
  name: 'luma-slim-lit',
  transform(code, id) {
    if (!/node_modules\/(lit-html|lit-element|@lit)\//.test(id)) return null;
    return {
      code: code.replace(counts, '0').replace(absent, '(void 0)').replace(present, '(!0)'),
      map: null,
    };
  },
});
