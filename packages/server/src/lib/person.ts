/** How names and phone numbers of people are stored and shown. Pure. */
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import { AppError } from './errors.ts';

/**
 * Normalises a phone number of any common spelling: E.164, with an extension as in RFC 3966
 * (`+13125550180;ext=42`), so that `tel:` before it makes a link. Null if none was given.
 * @param country ISO 3166 code of the property, for numbers without a country code.
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

/** The typed number, with its extension in `ext`; undefined if it is no phone number. */
export function readPhone(phone: string, country: string) {
  const typed = phone.normalize('NFKC');
  // The library drops parts of a URI silently, and not always the same parts.
  if (/tel:|;(?!ext=)/i.test(typed)) return undefined;
  return abroad(typed) ?? parsed(typed, country);
}

// Most of the world dials 00 before a country code, and people write 00 also where another prefix is dialled. If 00
// begins a longer prefix (Australia's 0011), the rest is no valid number, and the country's own rules apply.
const abroad = (typed: string) =>
  dialled.test(typed) ? parsed(typed.replace(dialled, '+')) : undefined;
const dialled = /^\s*[0٠۰]{2}/;

// The whole text must be the number. From two numbers, or a sentence, no part may be lost silently.
function parsed(typed: string, country?: string) {
  const defaultCountry = country?.toUpperCase() as CountryCode | undefined;
  const number = parsePhoneNumberFromString(typed, {
    ...(defaultCountry && { defaultCountry }),
    extract: false,
  });
  return number?.isPossible() ? number : undefined;
}

/** First and last name. A person may have only one of them. */
export const fullName = (person: { firstName: string | null; lastName: string | null }): string =>
  [person.firstName, person.lastName].filter(Boolean).join(' ');

/** A stored phone number in a form for people: `+13125550180 ext. 42`. */
export const spokenPhone = (phone: string): string => phone.replace(';ext=', ' ext. ');
