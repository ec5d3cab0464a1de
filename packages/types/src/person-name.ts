/** What a name may hold. Without Zod, like `email-address.ts`. Pure. */

/**
 * Whether somebody wrote a web or email address, or a phone number, where a name belongs; a number may be spread over
 * first and last name. Of anything else that looks like a domain name, `spacedDots` makes no link.
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

/** Whether anything of it can be seen and said: it is not all signs, spaces and invisible characters. */
export const isVisible = (name: string): boolean =>
  /(?![\p{DI}\u2800])[^\s\p{P}\p{C}\p{M}]/u.test(name);
