/** The class and its types. Importing this does not register the element; `define.ts` does. */
export { LumaLeasing } from './luma-leasing.ts';
export type { LumaEventDetails, LumaEventName, TourDetail } from './events.ts';
export type { Catalog } from './i18n/words.ts';
