import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import { AppError } from '../../lib/errors.ts';

/**
 * E.164 of a phone number in any common spelling; null when none was given.
 * @param country ISO 3166 code of the property: what a number without a country code is read as.
 * @throws AppError INVALID_REQUEST
 */
export function normalPhone(phone: string | undefined, country: string): string | null {
  if (!phone) return null;
  const parsed = parsePhoneNumberFromString(phone, country.toUpperCase() as CountryCode);
  if (parsed?.isPossible()) return parsed.number;
  throw new AppError('INVALID_REQUEST', 'Please check the phone number.', {
    issues: [{ path: 'phone', message: 'This does not look like a phone number' }],
  });
}

/** Who writes, for the limits: no spelling of theirs makes them somebody else. */
export const writerOf = ({ email, phone }: Writer) => ({
  email,
  // The end alone: with or without a country code it is one person's.
  phone: phone?.normalize('NFKC').replace(/\D/g, '').slice(-9),
});

interface Writer {
  email?: string | undefined;
  phone?: string | undefined;
}
