/** What `<luma-leasing>` takes in a template, for `react.d.ts`, `vue.d.ts` and `svelte.d.ts`. */
import type { LumaEventDetails, LumaLeasing } from '../dist/index.js';

type Optional<Value> = Value | null | undefined;

export interface LumaAttributes {
  /** The property's publishable key, `pk_…`. */
  'api-key': string;
  /** Address of the LumaLeasing server, as in `https://tours.example.com`. */
  'api-base': string;
  /** A launcher in the corner (`floating`, the default), or filling its container (`inline`). */
  mode?: Optional<LumaLeasing['mode']>;
  /** BCP 47 tag. Default: the page's `lang`, else the browser's. */
  locale?: Optional<string>;
  /** Default: `auto`, as the visitor's system has it. */
  theme?: Optional<LumaLeasing['theme']>;
  /** Brand colour, `#rrggbb`. Default: the property's. */
  color?: Optional<string>;
  /** Whether the panel is shown. */
  open?: Optional<boolean>;
}

/** Your own words, by key. As text, they are JSON. */
export interface LumaStrings {
  strings?: Optional<LumaLeasing['strings'] | string>;
}

/** Handlers as `onluma-open`, which React 19 and Svelte 5 take. */
export type LumaHandlers = {
  [Name in keyof LumaEventDetails as `on${Name}`]?: Optional<
    (event: CustomEvent<LumaEventDetails[Name]>) => void
  >;
};
