/** The classes and their types. Importing this registers nothing; `define.ts` does. */
export { LumaMonth } from './elements/luma-month/luma-month.ts';
export { LumaLeasing } from './luma-leasing.ts';
export type { LumaEventDetails, LumaEventName, TourDetail } from './events.ts';
export type { Catalog } from './i18n/words.ts';
