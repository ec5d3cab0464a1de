import { spacedDots } from '@luma-leasing/types/inert';

/**
 * What a stranger typed, for an event that is mailed to its guest in the agent's name: it reads as before, and nothing
 * in it becomes a link. Calendars and mail programs render HTML and entities, and make links of addresses that stand
 * there bare, but of none with a space in it. Pure.
 */
export const inert = (typed: string): string =>
  spacedDots(typed)
    .replaceAll('<', '‹')
    .replace(/&(?=#|\w+;)/g, '& ')
    .replace(/(?<=\S)[@＠﹫](?=\S)/gu, ' $& ')
    // The name of any program that a link may open: `tel:`, `webcal:`.
    .replace(/(?<=\p{L}[\p{L}\p{N}+.-]*):(?=\S)|:(?=\/\/)|\\(?=\\)/gu, '$& ')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, (address) => address.replaceAll('.', '. '));

/**
 * A stranger's address, for the same event. Before a sign that few addresses have, a mail program may see the end of a
 * web address: `ana+www.evil.example/x@example.org`. Of such a local part it makes no link; others stay as they are.
 */
export function inertEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const local = email.slice(0, at);
  return (/^(?!.*www)[\w.+-]*$/i.test(local) ? local : inert(local)) + email.slice(at);
}
