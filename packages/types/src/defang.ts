/** Prevents mail programs from making links of a stranger's words. Without Zod, like `email-address.ts`. Pure. */

/** All characters that programs read as the dot of a domain name, and those that contain one. */
const dot = '[.․．。｡︒﹒⒈-⒛]';
/** Single letters with dots, to the end of the word: `J.R.`, `p.m.` */
const initials = '(?:\\p{L}|(?:\\p{L}\\.)+\\p{L}?)(?=$|[\\s\\p{P}])(?!\\.\\S|-)';
// No domain name has a digit or a sign after its last dot, so `2.5` and `$1.50` are not changed.
const joined = new RegExp(
  `(?<=[^\\s.])(${dot})(?=[^\\s\\p{Nd}\\p{P}])(?!${initials})|(?<=\\bwww\\d*)(${dot})(?=\\S)`,
  'giu',
);

/** Invisible characters, except the two that join and separate letters and emoji. */
const unseen = /(?![\u200c\u200d])\p{Cf}/gu;

/**
 * Puts a space after each dot that could be part of a domain name (`J. Smith`, `evil. example`), because no calendar or
 * mail program makes a link across a space.
 */
export const defangDots = (text: string): string => text.replace(unseen, '').replace(joined, '$& ');
