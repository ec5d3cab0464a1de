import { createMiddleware } from 'hono/factory';
import type { AccessToken } from '../state/model.ts';
import type { SandboxEnv, World } from '../world.ts';
import { GoogleError } from './errors.ts';
import { findAccessToken } from './oauth/grants.ts';

export type AuthorizedEnv = SandboxEnv & { Variables: { token: AccessToken } };

/** Checks the bearer token. The handlers check the scopes. */
export function bearerAuth(world: World) {
  return createMiddleware<AuthorizedEnv>(async (c, next) => {
    const text = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const token =
      text === undefined ? undefined : findAccessToken(world.store.state, text, world.clock.now());
    if (token === undefined) {
      c.header(
        'WWW-Authenticate',
        'Bearer realm="https://accounts.google.com/", error="invalid_token"',
      );
      throw unauthenticated();
    }
    c.set('token', token);
    c.set('account', token.account);
    await next();
  });
}

export function unauthenticated(): GoogleError {
  return new GoogleError({
    code: 401,
    reason: 'authError',
    message:
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie ' +
      'or other valid authentication credential. See ' +
      'https://developers.google.com/identity/sign-in/web/devconsole-project.',
    innerMessage: 'Invalid Credentials',
    location: 'Authorization',
    locationType: 'header',
    status: 'UNAUTHENTICATED',
  });
}
