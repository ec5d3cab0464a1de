/** `import '@luma-leasing/widget/vue'` registers `<luma-leasing>`, and Vue's templates know it. */
import type { HTMLAttributes, PublicProps } from 'vue';
import type { LumaEventDetails, LumaLeasing } from '../dist/index.js';
import type { LumaAttributes, LumaStrings } from './attributes.js';

type Emit = {
  [Name in keyof LumaEventDetails]: (
    name: Name,
    event: CustomEvent<LumaEventDetails[Name]>,
  ) => void;
};

/** Vue names the handler of `luma-open` so: `onLumaOpen`. */
type Camel<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Capitalize<Head>}${Camel<Tail>}`
  : Capitalize<Text>;
type Handlers = {
  [Name in keyof LumaEventDetails as `on${Camel<Name>}`]?: (
    event: CustomEvent<LumaEventDetails[Name]>,
  ) => void;
};

declare module 'vue' {
  interface GlobalComponents {
    'luma-leasing': new () => {
      $props: Omit<HTMLAttributes, keyof LumaAttributes> &
        LumaAttributes &
        LumaStrings &
        Handlers &
        PublicProps;
      $emit: Emit[keyof Emit];
    };
  }
}

export type { LumaLeasing };
