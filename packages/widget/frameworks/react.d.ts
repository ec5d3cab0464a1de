/** `import '@luma-leasing/widget/react'` registers `<luma-leasing>`, and JSX knows it: in React 18 and 19. */
import type * as React from 'react';
import type { LumaLeasing } from '../dist/index.js';
import type { LumaAttributes, LumaHandlers, LumaStrings } from './attributes.js';

type Html = React.DetailedHTMLProps<React.HTMLAttributes<LumaLeasing>, LumaLeasing>;

/** React 18 sets attributes only: no objects, and no handlers. There, listen through a ref. */
type OfVersion = 'use' extends keyof typeof React
  ? LumaStrings & LumaHandlers
  : { strings?: string | undefined } & { [Name in keyof LumaHandlers]?: never };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'luma-leasing': Omit<Html, keyof LumaAttributes> & LumaAttributes & OfVersion;
    }
  }
}

export type { LumaLeasing };
