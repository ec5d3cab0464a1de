/** What a name may hold. Without Zod, like `email-address.ts`. */

const letter = '[\\p{L}\\p{M}\\p{N}]';
/** As domain names are written with, in any script, and whatever hides beside them. */
const dot = '\\p{Cf}*[.․．。｡]\\p{Cf}*';
const domain = new RegExp(`${letter}${dot}(?:\\p{N}|\\p{Ll}(?:${letter}|-))`, 'u');
const joined = new RegExp(`(?<=${letter})(${dot})(?=\\p{L}(?:${letter}|-))`, 'gu');

/**
 * Whether a mail program could make a link of it: of a web or email address, or of a phone number, which may be spread
 * over first and last name. A stranger's name stands in an invitation from the agent's account. Pure.
 */
export function holdsLink(name: string): boolean {
  const plain = name.normalize('NFKC');
  const digits = plain.match(/\p{Nd}/gu) ?? [];
  return digits.length > 3 || /:\/\/|\\\\|\bwww\.|\S@\S/i.test(plain) || domain.test(plain);
}

/** `J.Smith` and `St.John` look like domain names, too: with a space in them they do not. Pure. */
export const spacedName = (name: string): string => name.replace(joined, '$1 ');
