/** Registers `<luma-leasing>`. It may be loaded twice, and under server-side rendering. */
import { LumaLeasing } from './index.ts';

if (typeof customElements !== 'undefined' && !customElements.get('luma-leasing')) {
  customElements.define('luma-leasing', LumaLeasing);
}
