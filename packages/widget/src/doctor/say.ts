/**
 * One line in the console for what the doctor would say, in its words. A chunk of its own: it is loaded only when there is
 * something to say.
 */
import type { ErrorCode } from '@luma-leasing/types/errors';
import { version } from '../lib/version.ts';
import type { Inputs } from '../inputs.ts';
import { checkAttributes, checkInputs } from './attributes.ts';
import { allowLine } from './diagnose-server.ts';
import { finding, words, type Finding, type FindingCode, type Values } from './words.ts';

const said = new Set<string>();

/** Says each thing once on a page, however many widgets there are. */
function sayFinding({ code, level, what, fix, line }: Finding, from?: Element): void {
  const text = `[luma-leasing] ${code}: ${what} ${fix}${line ? ` ${line}` : ''} Add ?luma-doctor=1 to this page’s address for help.`;
  if (said.has(text)) return;
  said.add(text);
  console[level === 'problem' ? 'error' : 'warn'](text, ...(from ? [from] : []));
}

export function say(code: FindingCode, values?: Values, from?: Element): void {
  sayFinding(finding(code, values), from);
}

/** Says which values an element cannot use, whether they came as attributes or as properties. */
export function sayInputs(element: HTMLElement & Inputs): void {
  const { base, mode, theme, color, locale, strings } = element;
  for (const one of checkInputs({ base, mode, theme, color, locale, strings }))
    sayFinding(one, element);
}

/** Says which attributes of an element, or of the script tag that made it, mean nothing. `sayInputs` is about values. */
export function sayAttributes(element: Element): void {
  const key = element.getAttribute('api-key') ?? '';
  const script = [...document.querySelectorAll<HTMLScriptElement>('script[data-key]')].find(
    ({ dataset }) => dataset['key'] === key,
  );
  const from = script ?? element;
  const attributes = [...from.attributes].map(({ name, value }) => [name, value] as const);
  for (const one of checkAttributes(Object.fromEntries(attributes), script ? 'script' : 'element'))
    if (one.code !== 'INVALID_ATTRIBUTE') sayFinding(one, element);
}

/** Codes that are no fault of the embed: the visitor's own way, or the server's. */
type Silent = Exclude<ErrorCode, FindingCode>;

/** Exhaustive: a new code of the contract does not compile until it is here or in the words. */
const silent: Record<Silent, true> = {
  INVALID_REQUEST: true,
  MALFORMED_BODY: true,
  UNSUPPORTED_MEDIA_TYPE: true,
  PAYLOAD_TOO_LARGE: true,
  NOT_FOUND: true,
  METHOD_NOT_ALLOWED: true,
  UNAUTHORIZED: true,
  SECRET_NOT_SET: true,
  UNAUTHENTICATED: true,
  FORBIDDEN: true,
  MEMBER_EXISTS: true,
  SLUG_TAKEN: true,
  RATE_LIMITED: true,
  SLOT_NOT_OFFERED: true,
  SLOT_TAKEN: true,
  TOUR_EXISTS: true,
  TOUR_NOT_CHANGEABLE: true,
  CUTOFF_PASSED: true,
  LINK_INVALID: true,
  LINK_EXPIRED: true,
  LINK_USED: true,
  IDEMPOTENCY_KEY_REUSED: true,
  IDEMPOTENCY_IN_PROGRESS: true,
  OAUTH_STATE_INVALID: true,
  OAUTH_DENIED: true,
  OAUTH_SCOPES_MISSING: true,
  OAUTH_EXCHANGE_FAILED: true,
  CALENDAR_NOT_WRITABLE: true,
  CALENDAR_PROVIDER_UNKNOWN: true,
  PUSH_REFUSED: true,
  DATABASE_UNAVAILABLE: true,
  INTERNAL: true,
};

/** Says that the answers are those of a server of another version. */
export function sayServer(code: 'OLDER_SERVER' | 'NEWER_SERVER', from: Element): void {
  say(code, { server: 'as its answers show', widget: version }, from);
}

/** Says what a refusal, or silence, means for the embed. */
export function sayProblem(
  code: ErrorCode | 'UNREACHABLE',
  { from, server }: { from: Element; server: string },
): void {
  const { origin } = location;
  // The visitor's own connection is down.
  if (code === 'UNREACHABLE' && !navigator.onLine) return;
  if (code === 'ORIGIN_NOT_ALLOWED' && origin !== 'null')
    return sayFinding(finding(code, { origin }, allowLine(origin)), from);
  if (code === 'ORIGIN_NOT_ALLOWED') return say('NO_ORIGIN', {}, from);
  if (isFinding(code)) return say(code, { server }, from);
  // A server that is newer than this widget may send codes that its types do not have.
  if (!Object.hasOwn(silent, code)) say('UNKNOWN_CODE', { code, widget: version }, from);
}

const isFinding = (code: string): code is FindingCode => Object.hasOwn(words, code);
