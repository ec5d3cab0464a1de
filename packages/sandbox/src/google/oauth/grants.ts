import { randomBytes } from 'node:crypto';
import type { AccessToken, RefreshToken, State } from '../../state/model.ts';
import { mergeScopes } from './scopes.ts';

const ACCESS_TOKEN_LIFE_MS = 3_600_000;
const MAX_REFRESH_TOKENS = 100;
const UNUSED_LIFE_MS = 183 * 24 * 3_600_000;

/** The account and the client of a grant. */
export interface GrantPair {
  account: string;
  clientId: string;
}

const samePair = (pair: GrantPair) => (other: GrantPair) =>
  other.account === pair.account && other.clientId === pair.clientId;

/** All scopes that the person granted this client and did not take back. */
export function grantedScopes(state: State, pair: GrantPair): string[] {
  return state.grants.find(samePair(pair))?.scopes ?? [];
}

/** Whether a refresh token exists. Only the first consent gives one without being asked. */
export function hasRefreshToken(state: State, pair: GrantPair): boolean {
  return state.refreshTokens.some(samePair(pair));
}

export function recordConsent(state: State, pair: GrantPair, scopes: string[]): void {
  const grant = state.grants.find(samePair(pair));
  if (grant === undefined) state.grants.push({ ...pair, scopes });
  else grant.scopes = mergeScopes(grant.scopes, scopes);
}

export function issueAccessToken(
  state: State,
  pair: GrantPair,
  scopes: string[],
  now: number,
): AccessToken {
  state.accessTokens = state.accessTokens.filter((token) => token.expiresAt > now);
  const token: AccessToken = {
    account: pair.account,
    clientId: pair.clientId,
    scopes,
    token: `ya29.sandbox-${randomBytes(32).toString('base64url')}`,
    expiresAt: now + ACCESS_TOKEN_LIFE_MS,
  };
  state.accessTokens.push(token);
  return token;
}

export function issueRefreshToken(
  state: State,
  pair: GrantPair,
  scopes: string[],
  now: number,
): RefreshToken {
  const token: RefreshToken = {
    account: pair.account,
    clientId: pair.clientId,
    scopes,
    token: `1//0sandbox-${randomBytes(32).toString('base64url')}`,
    lastUsedAt: now,
  };
  state.refreshTokens.push(token);
  const alive = state.refreshTokens.filter(samePair(pair));
  if (alive.length > MAX_REFRESH_TOKENS) {
    // Like Google, the oldest token stops working without notice.
    state.refreshTokens = state.refreshTokens.filter((candidate) => candidate !== alive[0]);
  }
  return token;
}

/** Replaces a refresh token; the old one stops working. Google itself never does this. */
export function rotateRefreshToken(state: State, token: RefreshToken, now: number): RefreshToken {
  state.refreshTokens = state.refreshTokens.filter((candidate) => candidate !== token);
  return issueRefreshToken(state, token, token.scopes, now);
}

/** The valid refresh token of a text. Half a year without use ends a token. */
export function findRefreshToken(
  state: State,
  text: string,
  now: number,
): RefreshToken | undefined {
  const token = state.refreshTokens.find((candidate) => candidate.token === text);
  return token !== undefined && now - token.lastUsedAt < UNUSED_LIFE_MS ? token : undefined;
}

export function findAccessToken(state: State, text: string, now: number): AccessToken | undefined {
  const token = state.accessTokens.find((candidate) => candidate.token === text);
  return token !== undefined && token.expiresAt > now ? token : undefined;
}

/** Ends the whole grant: scopes, tokens, open codes and channels. */
export function endGrant(state: State, pair: GrantPair): void {
  const others = (item: GrantPair) => !samePair(pair)(item);
  state.grants = state.grants.filter(others);
  state.refreshTokens = state.refreshTokens.filter(others);
  state.accessTokens = state.accessTokens.filter(others);
  state.codes = state.codes.filter(others);
  for (const channel of state.channels.filter(samePair(pair))) channel.ended ??= 'revoked';
}

/** The person takes their grants back from every client. */
export function endGrantsOf(state: State, account: string): number {
  const ended = state.grants.filter((grant) => grant.account === account);
  for (const grant of ended) endGrant(state, grant);
  return ended.length;
}
