import { randomBytes } from 'node:crypto';
import type { State } from '../../state/model.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { CLIENT_ID } from './client.ts';
import { grantedScopes, hasRefreshToken, recordConsent } from './grants.ts';
import { canonicalScope, isIdentityScope, mergeScopes } from './scopes.ts';

const CODE_LIFE_MS = 10 * 60_000;

/** The person agrees: stores the consent, and returns the code and its scopes. */
export function authorize(
  state: State,
  request: AuthorizationRequest,
  account: string,
  ticked: string[],
  now: number,
): { code: string; scopes: string[] } {
  const pair = { account, clientId: CLIENT_ID };
  const agreed = request.scopes
    .filter((scope) => isIdentityScope(scope) || ticked.includes(scope))
    .map(canonicalScope);
  const scopes = request.includeGranted
    ? mergeScopes(agreed, grantedScopes(state, pair))
    : mergeScopes(agreed);
  const first = !hasRefreshToken(state, pair);
  recordConsent(state, pair, agreed);
  const code = `4/0sandbox-${randomBytes(24).toString('base64url')}`;
  state.codes = state.codes.filter((other) => other.expiresAt > now);
  state.codes.push({
    ...pair,
    code,
    scopes,
    redirectUri: request.redirectUri,
    withRefreshToken: request.offline && (first || request.prompts.includes('consent')),
    codeChallenge: request.codeChallenge,
    codeChallengeMethod: request.codeChallengeMethod,
    expiresAt: now + CODE_LIFE_MS,
  });
  return { code, scopes };
}
