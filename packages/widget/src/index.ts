/** The class and its types. Importing this registers nothing; `define.ts` does. */
export { LumaLeasing } from './luma-leasing.ts';
export type { LumaEventDetails, LumaEventName, TourDetail } from './events.ts';
export type { Catalog } from './i18n/words.ts';
