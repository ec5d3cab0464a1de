import type { WriteSubject } from '../../http/limits.ts';
import type { Caller } from '../../http/router.ts';
import { readPhone } from '../../lib/person.ts';

interface Writer {
  /** Normalised. */
  email?: string | undefined;
  phone?: string | undefined;
}

/**
 * The subjects that limits on writes count. Another spelling is no other person. A phone counts without its
 * extension, because anybody can invent many extensions.
 */
export const writerOf = (
  { unit, keyId, country }: Caller,
  address: string,
  { email, phone }: Writer,
) =>
  ({
    propertyId: unit.scope.propertyId,
    key: keyId,
    address,
    email,
    phone: readPhone(phone ?? '', country)?.number,
  }) satisfies WriteSubject & { propertyId: string };
