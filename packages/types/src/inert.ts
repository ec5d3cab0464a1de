/** How a stranger's words are kept from becoming links. Without Zod, like `email-address.ts`. Pure. */

/** Every sign that something reads as the dot of a domain name, and those that hold one. */
const dot = '[.․．。｡︒﹒⒈-⒛]';
/** Single letters with dots, up to the end of the word: `J.R.`, `p.m.` */
const initials = '(?:\\p{L}|(?:\\p{L}\\.)+\\p{L}?)(?=$|[\\s\\p{P}])(?!\\.\\S|-)';
// A domain name does not end in a digit or a sign: `2.5` and `$1.50` stay as they are.
const joined = new RegExp(
  `(?<=[^\\s.])(${dot})(?=[^\\s\\p{Nd}\\p{P}])(?!${initials})|(?<=\\bwww\\d*)(${dot})(?=\\S)`,
  'giu',
);

/** Characters that nobody sees, but the two that join and part letters and emoji. */
const unseen = /(?![\u200c\u200d])\p{Cf}/gu;

/**
 * Puts a space behind each dot that could stand in a domain name (`J. Smith`, `evil. example`): no calendar or mail
 * program makes a link across a space.
 */
export const spacedDots = (text: string): string => text.replace(unseen, '').replace(joined, '$& ');
