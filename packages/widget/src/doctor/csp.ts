/** Pure: reads Content-Security-Policies, and writes the line that lets the widget work. */

/** The directives of a policy, by name; the first of a name counts. */
export function parsePolicy(text: string): Map<string, string[]> {
  const directives = new Map<string, string[]>();
  for (const part of text.split(';')) {
    const [name, ...sources] = part.trim().split(/\s+/);
    if (name && !directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), sources);
  }
  return directives;
}

/** A header may hold several policies. Commas are in no directive. */
export const splitPolicies = (header: string): string[] =>
  header
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');

/** Which directives speak for another that is absent. */
const fallbacks: Record<string, string[]> = {
  'script-src': ['script-src-elem', 'script-src', 'default-src'],
  'connect-src': ['connect-src', 'default-src'],
  'trusted-types': ['trusted-types'],
};

/** The whole directive as it must be, with the sources that are allowed today. */
export function lineToAdd(policy: string, directive: string, ...sources: string[]): string {
  const directives = parsePolicy(policy);
  const speaking = (fallbacks[directive] ?? [directive]).find((name) => directives.has(name));
  const today = (speaking && directives.get(speaking)) || [];
  const name = !speaking || speaking === 'default-src' ? directive : speaking;
  const kept = today.filter((source) => source !== "'none'" && source !== "'report-sample'");
  return [name, ...new Set([...kept, ...sources])].join(' ');
}

/** What a policy lacks for the Trusted Types policy of Lit; empty: nothing. */
export function missingTrustedTypes(policy: string, otherLit: boolean): string[] {
  const names = parsePolicy(policy).get('trusted-types');
  if (!names) return [];
  return [
    ...(names.includes('lit-html') || names.includes('*') ? [] : ['lit-html']),
    ...(otherLit && !names.includes("'allow-duplicates'") ? ["'allow-duplicates'"] : []),
  ];
}
