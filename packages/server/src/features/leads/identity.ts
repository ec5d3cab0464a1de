import type { WriteSubject } from '../../http/limits.ts';
import type { Caller } from '../../http/router.ts';
import { readPhone } from '../../lib/person.ts';

interface Writer {
  /** Normal. */
  email?: string | undefined;
  phone?: string | undefined;
}

/**
 * Who writes, for the limits: no spelling of theirs makes them somebody else. A phone counts without its extension, of
 * which anybody can make up as many as they like.
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
