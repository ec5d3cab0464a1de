/** What a name may contain. Without Zod, like `email-address.ts`. Pure. */

/**
 * Whether a name is a web address, an email address or a phone number; a number may be spread over first and last name.
 * Other names that look like a domain name are made harmless by `defangDots`.
 */
export function holdsLink(name: string): boolean {
  const plain = name.normalize('NFKC').replace(/\p{Cf}/gu, '');
  const digits = plain.match(/\p{Nd}/gu) ?? [];
  return (
    digits.length > 3 ||
    /:\/\/|\\\\|\bwww\.|\S@\S/i.test(plain) ||
    /(?<![\p{L}\p{M}\p{N}])[\p{Ll}\p{M}\p{Nd}-]{2,}[.。][\p{Ll}\p{M}]{2,}/u.test(plain)
  );
}

/** Whether a name has more than punctuation, spaces and invisible characters. */
export const isVisible = (name: string): boolean =>
  /(?![\p{DI}\u2800])[^\s\p{P}\p{C}\p{M}]/u.test(name);
