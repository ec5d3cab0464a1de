/**
 * What a stranger typed, for an event that is mailed to its guest in the agent's name: it reads as before, and nothing
 * in it becomes a link. Calendars and mail programs render HTML and entities, and make links of addresses that stand
 * there bare; none of them reaches over a space. Pure.
 */
export const inert = (typed: string): string =>
  typed
    .replaceAll('<', '‹')
    .replace(/&(?=#|\w+;)/g, '& ')
    .replace(/(?<=\S)@(?=\S)/gu, ' @ ')
    .replace(/:(?=\/\/)|\\(?=\\)/gu, '$& ')
    .replace(/\b(?:mailto|tel|sms|callto|skype):(?=\S)/gi, '$& ')
    .replace(domainDot, '$& ')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, (address) => address.replaceAll('.', '. '));

// Before two letters, or a letter and a digit: `evil.example`, `bit.ly`, but neither `2.5` nor `p.m.`. As domains are
// written in any script, and whatever hides beside the dot.
const domainDot =
  /(?<=[\p{L}\p{M}\p{N}]\p{Cf}*)[.․．。｡](?=\p{Cf}*\p{L}[\p{Cf}\p{M}]*[\p{L}\p{N}-])/gu;
