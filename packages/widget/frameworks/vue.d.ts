/** `import '@luma-leasing/widget/vue'` registers `<luma-leasing>`, and Vue's templates know it. */
import type { EmitFn, HTMLAttributes, PublicProps } from 'vue';
import type { LumaEventDetails, LumaLeasing } from '../dist/index.js';
import type { LumaAttributes, LumaStrings } from './attributes.js';

/** Vue's tools read `api-key` in a template as `apiKey`. */
interface Attributes extends Omit<LumaAttributes, 'api-key' | 'api-base'> {
  apiKey: LumaAttributes['api-key'];
  apiBase: LumaAttributes['api-base'];
}

declare module 'vue' {
  interface GlobalComponents {
    'luma-leasing': new () => {
      $props: Omit<HTMLAttributes, keyof Attributes> & Attributes & LumaStrings & PublicProps;
      $emit: EmitFn<{
        [Name in keyof LumaEventDetails]: (event: CustomEvent<LumaEventDetails[Name]>) => void;
      }>;
    };
  }
}

export type { LumaLeasing };
