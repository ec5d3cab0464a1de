/** Registers `<luma-leasing>` and the `<luma-month>` within it. Loading it twice is harmless, and so is loading it under server-side rendering. */
import { LumaLeasing, LumaMonth } from './index.ts';

if (typeof customElements !== 'undefined') {
  if (!customElements.get('luma-month')) customElements.define('luma-month', LumaMonth);
  if (!customElements.get('luma-leasing')) customElements.define('luma-leasing', LumaLeasing);
}
