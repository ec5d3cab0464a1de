/** Pure: what the server's answers tell. */
import type { Facts, Reply, ServerFacts } from './facts.ts';
import { finding, type Finding, type FindingCode } from './words.ts';

/** Codes of the API that the site's owner or the property's team can do something about. */
const ownersCodes = [
  'TOURS_DISABLED',
  'CALENDAR_NOT_CONNECTED',
  'CALENDAR_AUTH_EXPIRED',
  'CALENDAR_UNREACHABLE',
] as const satisfies FindingCode[];

/** A smaller difference is a slow answer, and does no harm. */
const skewAllowedMs = 120_000;

export function diagnoseServer(server: ServerFacts, facts: Facts): Finding[] {
  const { base, config } = server;
  if (config.kind === 'unreachable')
    return [diagnoseSilence(server, facts)].filter((one) => one !== null);
  if (config.kind === 'foreign')
    return [finding('WRONG_SERVER', { server: base, status: config.status })];
  return [
    ...(config.kind === 'ok'
      ? diagnoseConfig(config.body, server, facts)
      : [diagnoseRefusal(config.code, server, facts)].filter((one) => one !== null)),
    ...diagnoseVersion(server, facts),
    ...diagnoseClock(server),
  ];
}

/** Null: another finding says why. */
function diagnoseSilence({ base, alive }: ServerFacts, { page, policy }: Facts): Finding | null {
  const blocked = policy.violations.some(
    (one) => one.directive === 'connect-src' && one.blocked.startsWith(base),
  );
  if (blocked) return null;
  const isHttp = base.startsWith('http:') && !/^http:\/\/(localhost|127\.|\[::1\])/.test(base);
  if (page.secure && isHttp) return finding('MIXED_CONTENT', {}, base.replace(/^http:/, 'https:'));
  return finding(alive ? 'ANSWER_BLOCKED' : 'UNREACHABLE', { server: base });
}

/** Whether the server would look the key up. */
export const isKey = (key: string): boolean => /^pk_[\w-]{1,64}$/.test(key);

/** Null: what is wrong with the key is said already. */
function diagnoseRefusal(code: string, { key }: ServerFacts, { page }: Facts): Finding | null {
  const { origin } = page;
  switch (code) {
    case 'MISSING_API_KEY':
      return null;
    case 'INVALID_API_KEY':
      return isKey(key) ? finding('INVALID_API_KEY') : null;
    case 'ORIGIN_NOT_ALLOWED':
      return origin === 'null'
        ? finding('NO_ORIGIN')
        : finding('ORIGIN_NOT_ALLOWED', { origin }, allowLine(origin));
    default:
      return finding('SERVER_ERROR', { code });
  }
}

/** The command for the server's operator, for this page and its twin with or without www. */
export const allowLine = (origin: string): string =>
  `pnpm admin key PROPERTY NAME --origin ${[origin, wwwTwin(origin)].filter(Boolean).join(' --origin ')}`;

function wwwTwin(origin: string): string {
  const [, scheme = '', www, host = ''] =
    /^(https?:\/\/)(www\.)?([\w-]+\.[a-z]{2,})$/.exec(origin) ?? [];
  return host && (www ? scheme + host : `${scheme}www.${host}`);
}

function diagnoseConfig(
  body: Record<string, unknown>,
  { availability }: ServerFacts,
  { page }: Facts,
): Finding[] {
  const property = fieldOf(body, 'property', 'name');
  const slug = fieldOf(body, 'property', 'slug');
  const admin = `pnpm admin property ${typeof slug === 'string' ? slug : 'PROPERTY'}`;
  return [
    finding('SERVER_ANSWERS', { property: typeof property === 'string' ? property : '' }),
    finding('ORIGIN_ALLOWED', { origin: page.origin }),
    ...(fieldOf(body, 'tours', 'enabled') === false
      ? [finding('TOURS_DISABLED', {}, `${admin} --tours yes`)]
      : diagnoseTimes(availability, fieldOf(body, 'tours', 'horizonDays'))),
  ];
}

function diagnoseTimes(reply: Reply | null, horizon: unknown): Finding[] {
  if (reply?.kind === 'refused') {
    const { code } = reply;
    const known = ownersCodes.find((one) => one === code);
    return [known ? finding(known) : finding('SERVER_ERROR', { code })];
  }
  if (reply?.kind !== 'ok') return [];
  const dates = reply.body['availableDates'];
  const days = Array.isArray(dates) ? dates.length : 0;
  return [
    days > 0
      ? finding('TIMES_OFFERED', { days })
      : finding('NO_FREE_TIMES', { days: typeof horizon === 'number' ? horizon : '' }),
  ];
}

function fieldOf(body: Record<string, unknown>, part: string, name: string): unknown {
  const inner = body[part];
  return typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined;
}

/** Patches do not count: they change nothing between widget and server. */
function diagnoseVersion({ version }: ServerFacts, { registered, version: own }: Facts): Finding[] {
  const widget = registered ?? own;
  const server = version ?? 'it does not say which version';
  const difference = version === null ? -1 : compareVersions(version, widget);
  if (difference === 0) return [finding('VERSIONS_FIT', { widget, server })];
  return [finding(difference > 0 ? 'NEWER_SERVER' : 'OLDER_SERVER', { widget, server })];
}

function compareVersions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}

function diagnoseClock({ skewMs }: ServerFacts): Finding[] {
  if (skewMs === null) return [];
  if (Math.abs(skewMs) <= skewAllowedMs) return [finding('CLOCK_RIGHT')];
  return [
    finding('CLOCK_SKEW', {
      by: `${spell(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead of' : 'behind'}`,
    }),
  ];
}

function spell(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const [n, unit] =
    minutes < 120
      ? [minutes, 'minute']
      : minutes < 2880
        ? [Math.round(minutes / 60), 'hour']
        : [Math.round(minutes / 1440), 'day'];
  return `${n} ${unit}${n === 1 ? '' : 's'}`;
}
