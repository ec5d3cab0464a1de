/**
 * Takes out of Lit what it keeps for others: polyfills of shadow DOM and style elements, for browsers that cannot run the
 * rest of us; decorators' metadata and initializers, of which we have none; counts of its versions, for its development
 * build. Where a later Lit is written otherwise, this changes nothing.
 */
import type { Plugin } from 'vite';

const absent =
  /\b\w+\.(?:ShadyCSS|lit(?:Html|Element)PolyfillSupport|reactiveElementPolyfillSupport|litElementHydrateSupport)\b/g;
const present =
  /\b\w+\.ShadowRoot\b(?=&&)|"adoptedStyleSheets"in Document\.prototype|"replace"in CSSStyleSheet\.prototype/g;
const decorators = [
  'Symbol.metadata??=Symbol("metadata"),',
  'static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}',
  ',void 0!==t.l&&(this.l=[...t.l])',
  ',this.constructor.l?.forEach(t=>t(this))',
  'const t=this[Symbol.metadata];if(null!==t){const s=litPropertyMetadata.get(t);if(void 0!==s)for(const[t,i]of s)this.elementProperties.set(t,i)}',
];
const counts = /\(\w+\.\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/g;

export const slimLit = (): Plugin => ({
  name: 'luma-slim-lit',
  transform(code, id) {
    if (!/node_modules\/(lit-html|lit-element|@lit)\//.test(id)) return null;
    const bare = decorators.reduce((rest, part) => rest.replace(part, ''), code);
    return {
      // Nothing needs it: the element is a ReactiveElement that renders itself.
      moduleSideEffects: !id.includes('lit-element'),
      code: bare.replace(counts, '0').replace(absent, '(void 0)').replace(present, '(!0)'),
      map: null,
    };
  },
});
