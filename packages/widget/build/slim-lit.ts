/**
 * Takes out of Lit what it keeps for others: polyfills of shadow DOM and style elements, for browsers that cannot run the
 * rest of us, and counts of its versions, for its development build. Where a later Lit is written otherwise, this changes
 * nothing.
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
