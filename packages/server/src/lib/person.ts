/** How a person's name and phone number are kept, and how they are read. Pure. */
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import { AppError } from './errors.ts';

/**
 * A phone number in any common spelling, as it is kept and compared: E.164, and where there is an extension, that as
 * in RFC 3966 (`+13125550180;ext=42`), so that `tel:` before it makes a link. Null when none was given.
 * @param country ISO 3166 code of the property: what a number without a country code is read as.
 * @throws AppError INVALID_REQUEST
 */
export function normalPhone(phone: string | undefined, country: string): string | null {
  if (!phone) return null;
  const found = readPhone(phone, country);
  if (found) return found.ext ? `${found.number};ext=${found.ext}` : found.number;
  throw new AppError('INVALID_REQUEST', 'Please check the phone number.', {
    issues: [{ path: 'phone', message: 'This does not look like a phone number' }],
  });
}

/** The number that was typed, with its extension apart; undefined: it is none. */
export function readPhone(phone: string, country: string) {
  const typed = phone.normalize('NFKC');
  // Of a URI the library drops parts silently, and not each time the same.
  if (/tel:|;(?!ext=)/i.test(typed)) return undefined;
  return abroad(typed) ?? parsed(typed, country);
}

// Most of the world dials 00 before a country's code, and writes it, too, to where another prefix is dialled. Where
// 00 begins a longer prefix (Australia's 0011), what follows is no number of the world, and the country's own rules hold.
const abroad = (typed: string) =>
  dialled.test(typed) ? parsed(typed.replace(dialled, '+')) : undefined;
const dialled = /^\s*[0٠۰]{2}/;

// All of it is the number: of two, or of one in a sentence, a part must not silently be lost.
function parsed(typed: string, country?: string) {
  const defaultCountry = country?.toUpperCase() as CountryCode | undefined;
  const number = parsePhoneNumberFromString(typed, {
    ...(defaultCountry && { defaultCountry }),
    extract: false,
  });
  return number?.isPossible() ? number : undefined;
}

/** Of a person with one name, that one. */
export const fullName = (person: { firstName: string | null; lastName: string | null }): string =>
  [person.firstName, person.lastName].filter(Boolean).join(' ');

/** A kept phone number as people read it: `+13125550180 ext. 42`. */
export const spokenPhone = (phone: string): string => phone.replace(';ext=', ' ext. ');
