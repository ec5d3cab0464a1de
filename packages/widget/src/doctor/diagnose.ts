/** Pure: from facts to findings. Problems come first, then notes, then what is well; each in the order of the words. */
import { checkAttributes } from './attributes.ts';
import { diagnosePage } from './diagnose-page.ts';
import { diagnoseServer, isKey } from './diagnose-server.ts';
import type { Facts } from './facts.ts';
import { finding, words, type Finding, type Level } from './words.ts';

const levels: readonly Level[] = ['problem', 'note', 'good'];
const codes = Object.keys(words);

export function diagnose(facts: Facts): Finding[] {
  const found = [
    ...diagnoseEmbed(facts),
    ...facts.servers.flatMap((server) => diagnoseServer(server, facts)),
    ...diagnosePage(facts),
  ].filter(
    // The policy is the reason.
    ({ code }, _i, all) =>
      code !== 'WIDGET_NOT_LOADED' || !all.some((one) => /^CSP_[ST]/.test(one.code)),
  );
  const once = new Map(found.map((one) => [[one.code, one.what, one.line].join(), one]));
  return [...once.values()].sort(
    (a, b) =>
      levels.indexOf(a.level) - levels.indexOf(b.level) ||
      codes.indexOf(a.code) - codes.indexOf(b.code),
  );
}

/** Key, attributes, and whether the widget is there once. */
function diagnoseEmbed(facts: Facts): Finding[] {
  const { scripts, elements } = facts;
  if (scripts.length === 0 && elements.length === 0) return [finding('NO_EMBED')];
  return [...diagnoseKeys(facts), ...diagnoseAttributes(facts), ...diagnoseLoading(facts)];
}

function diagnoseKeys({ scripts, elements }: Facts): Finding[] {
  const keys = [
    ...elements.map((element) => element.key),
    // The element of a script has its key.
    ...scripts.filter(({ key }) => !elements.some((one) => one.key === key)).map(({ key }) => key),
  ];
  return [...new Set(keys)].flatMap((key) => {
    if (key === '') return [finding('MISSING_API_KEY')];
    if (!isKey(key)) return [finding('MALFORMED_API_KEY', { key: key.slice(0, 80) })];
    return key.startsWith('pk_test_') ? [finding('TEST_KEY')] : [];
  });
}

function diagnoseAttributes({ scripts, elements }: Facts): Finding[] {
  const found = [
    ...scripts.flatMap(({ attributes }) => checkAttributes(attributes, 'script')),
    ...elements
      .filter(({ fromScript }) => !fromScript)
      .flatMap(({ attributes }) => checkAttributes(attributes, 'element')),
  ];
  return found.length > 0 ? found : [finding('ATTRIBUTES_VALID')];
}

function diagnoseLoading({ scripts, elements, registered, rival, version }: Facts): Finding[] {
  const found: Finding[] = [];
  const failed = scripts.find(({ loads }) => !loads);
  if (failed) found.push(finding('WIDGET_NOT_LOADED', { server: originOf(failed.src) }));
  if (registered === undefined && scripts.length === 0) {
    const [{ base } = { base: '' }] = elements;
    const line = `<script type="module" src="${base || 'https://YOUR-SERVER'}/widget/define.js"></script>`;
    found.push(finding('NOT_REGISTERED', {}, line));
  }
  const hasElement = (key: string) => elements.some((element) => element.key === key);
  if (scripts.some(({ key }) => key !== '' && !hasElement(key)))
    found.push(finding('LAUNCHER_REMOVED'));
  for (const key of new Set(scripts.map((script) => script.key))) {
    const n = scripts.filter((script) => script.key === key && key !== '').length;
    if (n > 1) found.push(finding('LOADED_TWICE', { n }));
  }
  const floating = elements.filter(({ inline }) => !inline).length;
  if (floating > 1) found.push(finding('TWO_LAUNCHERS', { n: floating }));
  const other = rival ?? (registered !== undefined && registered !== version ? version : null);
  if (other) {
    const used = registered ?? 'an old one';
    found.push(finding('TWO_VERSIONS', { used, unused: other }));
  }
  return found.length > 0 ? found : [finding('LOADED_ONCE')];
}

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : address;
}
