/** What counts as an email address, and how it is stored and compared. Without Zod: the widget's tests load it, too. */

/**
 * RFC 5321's dot-atom before the @, a domain name after it, in any script. Quoted local parts, address literals and
 * local parts in other scripts than ASCII are no addresses here: hardly anybody has one, and few mail servers take them.
 * The widget has a copy in `flow/details.ts`; its test compares both.
 */
const address =
  /^(?!\.|.*\.[.@])[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?!-|.*(\.-|-\.|-$))([a-z\d\x80-\uffff-]{1,63}\.)+[a-z\x80-\uffff][a-z\d\x80-\uffff-]{1,62}$/i;

/** Whether this is an email address, as one would type it. Pure. */
export const isEmailAddress = (text: string): boolean => text.length <= 254 && address.test(text);

/** The stored form: in lower case, the domain in ASCII (punycode). Null: it is none. Pure. */
export function normalEmail(text: string): string | null {
  if (!isEmailAddress(text)) return null;
  const [local, domain] = text.split('@') as [string, string];
  // What a domain's letters stand for is for IDNA to say; URLs know it everywhere.
  const host = `http://${domain}`;
  if (!URL.canParse(host)) return null;
  const normal = `${local}@${new URL(host).hostname}`.toLowerCase();
  return isEmailAddress(normal) ? normal : null;
}
