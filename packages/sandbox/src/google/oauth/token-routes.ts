import { Hono } from 'hono';
import type { Context } from 'hono';
import type { State } from '../../state/model.ts';
import type { SandboxEnv, World } from '../../world.ts';
import { CLIENT_ID, isSecret } from './client.ts';
import {
  endGrant,
  findAccessToken,
  findRefreshToken,
  issueAccessToken,
  issueRefreshToken,
  rotateRefreshToken,
} from './grants.ts';
import { idToken } from './id-token.ts';
import { OAuthError } from './oauth-error.ts';
import { readForm, readClient } from './client-credentials.ts';
import { verifyPkce } from './pkce.ts';

/** `POST /token` and `POST /revoke`. */
export function tokenRoutes(world: World) {
  return new Hono<SandboxEnv>()
    .post('/token', async (c) => {
      const form = await readForm(c);
      authenticate(c, form);
      const grantType = form.get('grant_type');
      if (grantType === 'authorization_code') return exchangeCode(c, world, form);
      if (grantType === 'refresh_token') return refresh(c, world, form);
      throw grantType
        ? new OAuthError(400, 'unsupported_grant_type', `Invalid grant_type: ${grantType}`)
        : new OAuthError(400, 'invalid_request', 'Missing required parameter: grant_type');
    })
    .post('/revoke', async (c) => {
      const form = await readForm(c);
      const text = c.req.query('token') ?? form.get('token') ?? '';
      const { state } = world.store;
      const now = world.clock.now();
      const token = findAccessToken(state, text, now) ?? findRefreshToken(state, text, now);
      if (token === undefined) {
        throw new OAuthError(400, 'invalid_token', 'Token expired or revoked');
      }
      c.set('account', token.account);
      endGrant(state, token);
      world.store.changed();
      return c.json({});
    });
}

function authenticate(c: Context<SandboxEnv>, form: URLSearchParams): void {
  const { id, secret } = readClient(c, form);
  if (id !== CLIENT_ID) {
    throw new OAuthError(401, 'invalid_client', 'The OAuth client was not found.');
  }
  if (secret === undefined)
    throw new OAuthError(400, 'invalid_request', 'client_secret is missing.');
  if (!isSecret(secret)) {
    throw new OAuthError(401, 'invalid_client', 'The provided client secret is invalid.');
  }
}

function exchangeCode(c: Context<SandboxEnv>, world: World, form: URLSearchParams) {
  const { state } = world.store;
  const now = world.clock.now();
  const code = takeCode(state, form.get('code'));
  if (code === undefined || code.expiresAt <= now) {
    world.store.changed();
    throw new OAuthError(400, 'invalid_grant', 'Bad Request');
  }
  c.set('account', code.account);
  if (form.get('redirect_uri') !== code.redirectUri) {
    throw new OAuthError(400, 'redirect_uri_mismatch', 'Bad Request');
  }
  verifyPkce(code, form.get('code_verifier'));
  const access = issueAccessToken(state, code, code.scopes, now);
  const refreshToken = code.withRefreshToken
    ? issueRefreshToken(state, code, code.scopes, now)
    : undefined;
  world.store.changed();
  return noStore(c).json({
    access_token: access.token,
    expires_in: 3599,
    ...(refreshToken && { refresh_token: refreshToken.token }),
    scope: code.scopes.join(' '),
    token_type: 'Bearer',
    ...identity(world, code.account, code.scopes),
  });
}

function refresh(c: Context<SandboxEnv>, world: World, form: URLSearchParams) {
  const { state } = world.store;
  const now = world.clock.now();
  const text = form.get('refresh_token');
  if (!text)
    throw new OAuthError(400, 'invalid_request', 'Missing required parameter: refresh_token');
  const token = findRefreshToken(state, text, now);
  if (token === undefined) {
    throw new OAuthError(400, 'invalid_grant', 'Token has been expired or revoked.');
  }
  c.set('account', token.account);
  token.lastUsedAt = now;
  const access = issueAccessToken(state, token, token.scopes, now);
  const rotated = c.get('rotateToken') ? rotateRefreshToken(state, token, now) : undefined;
  world.store.changed();
  return noStore(c).json({
    access_token: access.token,
    expires_in: 3599,
    ...(rotated && { refresh_token: rotated.token }),
    scope: token.scopes.join(' '),
    token_type: 'Bearer',
    ...identity(world, token.account, token.scopes),
  });
}

/** A code works once: any use deletes it, even one that fails. */
function takeCode(state: State, text: string | null) {
  const code = state.codes.find((candidate) => candidate.code === text);
  state.codes = state.codes.filter((candidate) => candidate !== code);
  return code;
}

function identity(world: World, email: string, scopes: string[]) {
  const account = world.store.state.accounts.get(email);
  if (account === undefined || !scopes.includes('openid')) return {};
  return { id_token: idToken(account, scopes, world.clock.now()) };
}

function noStore(c: Context<SandboxEnv>) {
  c.header('Cache-Control', 'no-store');
  return c;
}
