/** Registers `<luma-leasing>`. It may be loaded twice, and on a server. */
import { LumaLeasing } from './index.ts';

// With it, this entry's declarations know the element and its events.
export type { LumaLeasing } from './index.ts';

if (typeof customElements !== 'undefined' && !customElements.get('luma-leasing')) {
  customElements.define('luma-leasing', LumaLeasing);
}
