/**
 * Takes out of Lit what it keeps for browsers that cannot run the rest of us: polyfills of shadow DOM, and style elements
 * where a document adopts no style sheets. Where a later Lit is written otherwise, this changes nothing.
 */
import type { Plugin } from 'vite';

const absent =
  /\b\w+\.(?:ShadyCSS|lit(?:Html|Element)PolyfillSupport|reactiveElementPolyfillSupport|litElementHydrateSupport)\b/g;
const present =
  /\b\w+\.ShadowRoot\b(?=&&)|"adoptedStyleSheets"in Document\.prototype|"replace"in CSSStyleSheet\.prototype/g;

export const slimLit = (): Plugin => ({
  name: 'luma-slim-lit',
  transform(code, id) {
    if (!/node_modules\/(lit-html|lit-element|@lit)\//.test(id)) return null;
    return { code: code.replace(absent, '(void 0)').replace(present, '(!0)'), map: null };
  },
});
