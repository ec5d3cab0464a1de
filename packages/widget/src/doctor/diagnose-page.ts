/** Pure: what the page itself does to the widget: its policy, its styles, its storage. */
import { lowPairs } from './contrast.ts';
import { lineToAdd, missingTrustedTypes } from './csp.ts';
import type { ElementFacts, Facts, PlaceFacts } from './facts.ts';
import { finding, type Finding } from './words.ts';

export function diagnosePage(facts: Facts): Finding[] {
  const { elements, storage } = facts;
  return [
    ...diagnosePolicy(facts),
    ...orGood('WIDGET_VISIBLE', elements, ({ place }) => diagnosePlace(place)),
    ...orGood('COLORS_READABLE', elements, diagnoseLook),
    finding(storage.local && storage.session ? 'STORAGE_WORKS' : 'STORAGE_BLOCKED'),
  ];
}

function orGood(
  code: 'WIDGET_VISIBLE' | 'COLORS_READABLE',
  elements: ElementFacts[],
  check: (element: ElementFacts) => Finding[],
): Finding[] {
  if (!elements.some(({ place }) => place.drawn || place.hiddenBy)) return [];
  const found = elements.flatMap(check);
  return found.length > 0 ? found : [finding(code)];
}

function diagnosePolicy({ policy, scripts, servers }: Facts): Finding[] {
  const { violations, texts, otherLit } = policy;
  const widgets = originsOf(scripts.map(({ src }) => src));
  const apis = originsOf(servers.map(({ base }) => base));
  const found = violations.flatMap(({ directive, blocked, policy: text }) => {
    const [server] = originsOf([blocked]);
    if (server && directive.startsWith('script-src') && widgets.includes(server))
      return [finding('CSP_SCRIPT_BLOCKED', { server }, lineToAdd(text, 'script-src', server))];
    if (server && directive === 'connect-src' && apis.includes(server))
      return [finding('CSP_CONNECT_BLOCKED', { server }, lineToAdd(text, 'connect-src', server))];
    return [];
  });
  for (const text of new Set([...texts, ...violations.map((one) => one.policy)])) {
    const missing = missingTrustedTypes(text, otherLit);
    const line = lineToAdd(text, 'trusted-types', ...missing);
    if (missing.length > 0) found.push(finding('CSP_TRUSTED_TYPES', {}, line));
  }
  return found.length > 0 ? found : [finding('POLICY_FITS')];
}

const originsOf = (addresses: string[]): string[] =>
  addresses.filter((one) => URL.canParse(one)).map((one) => new URL(one).origin);

function diagnosePlace({ hiddenBy, movedBy, coveredBy, offScreen }: PlaceFacts): Finding[] {
  if (hiddenBy) return [finding('LAUNCHER_HIDDEN', { ...hiddenBy })];
  if (movedBy) return [finding('LAUNCHER_MOVED', { ...movedBy })];
  if (offScreen) return [finding('LAUNCHER_OFF_SCREEN')];
  return coveredBy ? [finding('LAUNCHER_COVERED', { selector: coveredBy })] : [];
}

function diagnoseLook({ look }: ElementFacts): Finding[] {
  const invalid = Object.entries(look.tokens)
    .filter(([, { rgb }]) => !rgb)
    .map(([name, { value }]) => finding('INVALID_TOKEN', { name: `--luma-${name}`, value }));
  const low = lowPairs(look).map(({ text, ground, ratio, least }) =>
    finding('LOW_CONTRAST', {
      text: `--luma-${text}`,
      ground: `--luma-${ground}`,
      ratio: (Math.floor(ratio * 10) / 10).toFixed(1),
      least,
    }),
  );
  return [...invalid, ...low];
}
