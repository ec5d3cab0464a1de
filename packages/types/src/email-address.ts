/**
 * What an email address is, and how it is stored and compared. Without Zod, because the widget's tests load this file.
 */

/**
 * RFC 5321's dot-atom, @ and a domain name in any script. Quoted and non-ASCII local parts and address literals are
 * refused: few mail servers accept them. The widget has a copy in `flow/details.ts`; its test compares both.
 */
const address =
  /^(?!\.|.*\.[.@])[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?!-|.*(\.-|-\.|-$))([a-z\d\x80-\uffff-]{1,63}\.)+[a-z\x80-\uffff][a-z\d\x80-\uffff-]{1,62}$/i;

/** Whether a text that a person typed is an email address. Pure. */
export const isEmailAddress = (text: string): boolean => text.length <= 254 && address.test(text);

/** The stored form: lower case, with the domain in ASCII (punycode). Null: the text is not an email address. Pure. */
export function normalEmail(text: string): string | null {
  if (!isEmailAddress(text)) return null;
  const [local, domain] = text.split('@') as [string, string];
  // `URL` applies IDNA to the domain, in every runtime.
  const host = `http://${domain}`;
  if (!URL.canParse(host)) return null;
  const normal = `${local}@${new URL(host).hostname}`.toLowerCase();
  return isEmailAddress(normal) ? normal : null;
}
