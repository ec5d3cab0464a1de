import type { Address } from '@luma-leasing/types/property';

/** `Tour - {Property}` with the property's name. */
export const eventTitle = (template: string, property: string): string =>
  template.replaceAll('{Property}', property);

export const postalAddress = (address: Address): string =>
  `${address.street}, ${address.city}, ${address.region} ${address.postalCode}`;

/** "Tuesday, January 27, 2026 at 9:00 AM CST" in the property's zone. */
export const spokenTime = (timezone: string, ms: number, locale = 'en-US'): string =>
  new Intl.DateTimeFormat(locale, {
    timeZone: timezone,
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(ms);
