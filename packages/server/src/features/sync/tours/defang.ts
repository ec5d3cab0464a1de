import { defangDots } from '@luma-leasing/types/defang';

/**
 * Changes a stranger's text so that nothing in it becomes a link, though it still reads the same. The calendar mails
 * the event to its guest in the agent's name. Calendars and mail programs render HTML and entities, and make links of
 * bare web addresses, but not of one with a space in it. Pure.
 */
export const defangText = (typed: string): string =>
  defangDots(typed)
    .replaceAll('<', '‹')
    .replace(/&(?=#|\w+;)/g, '& ')
    .replace(/(?<=\S)[@＠﹫](?=\S)/gu, ' $& ')
    // Any scheme that a link may open: `tel:`, `webcal:`.
    .replace(/(?<=\p{L}[\p{L}\p{N}+.-]*):(?=\S)|:(?=\/\/)|\\(?=\\)/gu, '$& ')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, (address) => address.replaceAll('.', '. '));

/**
 * Does the same for a stranger's mail address. A mail program may take an unusual sign for the end of a web address,
 * as in `ana+www.evil.example/x@example.org`. Only local parts with such signs, or with `www`, are changed.
 */
export function defangEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const local = email.slice(0, at);
  return (/^(?!.*www)[\w.+-]*$/i.test(local) ? local : defangText(local)) + email.slice(at);
}
