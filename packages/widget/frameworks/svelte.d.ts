/** `import '@luma-leasing/widget/svelte'` registers `<luma-leasing>`, and Svelte's templates know it. */
import type { HTMLAttributes } from 'svelte/elements';
import type { LumaLeasing } from '../dist/index.js';
import type { LumaAttributes, LumaHandlers, LumaStrings } from './attributes.js';

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'luma-leasing': Omit<HTMLAttributes<LumaLeasing>, keyof LumaAttributes> &
      LumaAttributes &
      LumaStrings &
      LumaHandlers;
  }
}

export type { LumaLeasing };
