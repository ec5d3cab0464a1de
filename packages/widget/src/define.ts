/** Registers `<luma-leasing>`. Loading it twice is harmless, and so is loading it under server-side rendering. */
import { LumaLeasing } from './index.ts';

if (typeof customElements !== 'undefined' && !customElements.get('luma-leasing')) {
  customElements.define('luma-leasing', LumaLeasing);
}
